"""What a buyer reports, and what is answered."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice

from shop_onboard.services.feedback import FeedbackData
from shop_onboard.values.feedback import KINDS, STATES
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

# A whole address, as a browser shows it.
LONGEST_CODE = 300


class FeedbackForm(Form):
    """A report; `website` is a field that no person sees."""

    kind = ChoiceField(_l("Chuyện gì?"))
    words = ParagraphField(
        _l("Bạn đã thấy gì?"),
        validators=[Needed(N_("Hãy kể bạn đã thấy gì.")), AtMost(2000)],
        render_kw={"rows": 5},
    )
    code = CleanField(_l("Mã trên tem"), validators=[AtMost(LONGEST_CODE)])
    contact = CleanField(_l("Số điện thoại hoặc email để trả lời"), validators=[AtMost(120)])
    website = CleanField(_l("Để trống ô này"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [SelectChoice(key, say(words)) for key, words in KINDS.items()]
        self.kind.choices = [SelectChoice("", _("– chọn –")), *kinds]

    def to_data(self) -> FeedbackData:
        """The typed report."""
        return FeedbackData(self.kind.data, self.words.data, self.contact.data)


class AnswerForm(Form):
    """What is answered, and how far the matter is."""

    words = ParagraphField(
        _l("Trả lời (người phản ánh đọc được)"), validators=[AtMost(1000)], render_kw={"rows": 4}
    )
    state = ChoiceField(_l("Phản ánh đang ở bước"))
    version = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = [(key, say(words)) for key, words in STATES.items() if key != "new"]
