"""One paper of the folder that a cooperative needs to open shops."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms.fields.choices import SelectChoice

from shop_onboard.models.conditions import ShopPaper
from shop_onboard.values.conditions import STATES
from shop_onboard.values.dates import format_date, parse_date
from shop_onboard.web.forms.fields import AtMost, ChoiceField, CleanField, ParsedField
from shop_onboard.web.forms.ocop import VersionedForm
from shop_onboard.web.language import say


class PaperForm(VersionedForm):
    """Whether a paper is there, until when, where it lies, and the file itself."""

    state = ChoiceField(_l("Giấy tờ này"))
    expires_on = ParsedField(
        _l("Ngày hết hạn"), parse_date, format_date, render_kw={"autocomplete": "off"}
    )
    note = CleanField(_l("Ghi chú: số giấy, nơi cất, người giữ"), validators=[AtMost(500)])
    file = FileField(_l("Ảnh chụp hoặc tệp PDF"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = [SelectChoice(key, say(words)) for key, words in STATES.items()]


def values_of(row: ShopPaper | None, state: str) -> dict[str, Any]:
    """What the form shows of a paper; `state` where nobody has spoken of it."""
    if row is None:
        return {"state": state, "version": 0}
    return {name: getattr(row, name) for name in ("state", "expires_on", "note", "version")}
