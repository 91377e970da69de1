"""Recalling a lot, telling people, and taking a recall back."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from shop_onboard.values.dates import TIMEZONE, format_date, local_date, parse_date
from shop_onboard.values.hours import format_hour, parse_hour
from shop_onboard.values.recalls import WAYS
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import (
    AtMost,
    ChoiceField,
    CleanField,
    Form,
    Needed,
    ParagraphField,
    ParsedField,
)
from shop_onboard.web.language import say


class RecallForm(Form):
    """Why, whom to ask, and the lot's code typed once more."""

    reason = ParagraphField(
        _l("Lý do thu hồi (người mua đọc được)"),
        validators=[Needed(N_("Hãy ghi lý do thu hồi để người mua biết.")), AtMost(500)],
        render_kw={"rows": 3},
    )
    contact = CleanField(_l("Hỏi, trả hàng ở đâu (người mua đọc được)"), validators=[AtMost(200)])
    confirm = CleanField(
        _l("Gõ lại mã lô để xác nhận"), validators=[Needed(N_("Hãy gõ lại mã lô.")), AtMost(60)]
    )


class NoticeForm(Form):
    """Who was told, how and when."""

    told = CleanField(
        _l("Đã báo cho ai"), validators=[Needed(N_("Hãy ghi đã báo cho ai.")), AtMost(200)]
    )
    way = ChoiceField(_l("Báo bằng cách nào"))
    told_on = ParsedField(_l("Ngày báo"), parse_date, format_date)
    told_at = ParsedField(_l("Giờ báo"), parse_hour, format_hour)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.way.choices = [(key, say(words)) for key, words in WAYS.items()]

    def moment(self, now: datetime) -> datetime:
        """When somebody was told: now where no hour was typed."""
        if self.told_at.data is None:
            return now
        day = self.told_on.data or local_date(now)
        return datetime.combine(day, self.told_at.data, TIMEZONE)


class EndForm(Form):
    """Why a recall is taken back."""

    end_reason = ParagraphField(
        _l("Lý do hủy lệnh thu hồi"),
        validators=[Needed(N_("Hãy ghi lý do hủy lệnh thu hồi.")), AtMost(500)],
        render_kw={"rows": 3},
    )
