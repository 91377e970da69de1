"""What a reviewer says."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from shop_onboard.values.review_fields import REVIEW_FIELDS
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import (
    AtMost,
    ChoiceField,
    CleanField,
    Form,
    Needed,
    ParagraphField,
)
from shop_onboard.web.language import say

_ROWS = 4


class RemarkForm(PlainForm):
    """One remark on one field; a row left empty is no remark."""

    field = ChoiceField(_l("Mục"))
    note = CleanField(_l("Cần sửa điều gì ở mục này"), validators=[AtMost(500)])

    def validate_note(self, field: Any) -> None:
        """A field that is pointed at needs a word why, and the word a field."""
        if bool(field.data) != bool(self.field.data):
            raise ValidationError(_("Hãy chọn mục và ghi cần sửa điều gì."))


class ReopenForm(Form):
    """Why an approval is taken back."""

    reason = ParagraphField(
        _l("Vì sao rút lại"),
        validators=[Needed(N_("Hãy ghi vì sao rút lại việc duyệt.")), AtMost(1000)],
        render_kw={"rows": 2},
    )


class ReturnForm(Form):
    """Why a record goes back: on the whole, and field by field."""

    note = ParagraphField(_l("Cần sửa điều gì"), validators=[AtMost(1000)], render_kw={"rows": 3})
    remarks = FieldList(FormField(RemarkForm), min_entries=_ROWS, max_entries=_ROWS)

    def __init__(self, subject: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        choices = [
            SelectChoice("", _("– chọn mục –")),
            *(SelectChoice(field.key, say(field.label)) for field in REVIEW_FIELDS[subject]),
        ]
        for entry in self.remarks:
            entry.form.field.choices = choices
            entry.form.field.data = entry.form.field.data or ""

    @property
    def notes(self) -> dict[str, str]:
        """Field → what is wrong with it; two remarks on one field are told together."""
        found: dict[str, str] = {}
        for entry in self.remarks:
            field, note = entry.form.field.data, entry.form.note.data
            if field and note:
                found[field] = f"{found[field]}; {note}" if field in found else note
        return found

    @property
    def problems(self) -> list[tuple[str, str]]:
        """As of every form, with the errors of the remarks spread out."""
        found = [(self.note.id, str(error)) for error in self.note.errors]
        for entry in self.remarks:
            found += [(part.id, str(error)) for part in entry.form for error in part.errors]
        return found + [("", str(error)) for error in self.form_errors]


def review_form(subject: str, state: str) -> ReopenForm | ReturnForm:
    """What a reviewer may say of a record in this state, not yet filled in."""
    if state == "approved":
        return ReopenForm(formdata=None)
    return ReturnForm(subject, formdata=None)
