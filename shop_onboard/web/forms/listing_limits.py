"""What a limit of a marketplace may be."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from shop_onboard.queries.listing_limits import HeldLimit
from shop_onboard.services.listing_limits import LimitData
from shop_onboard.values.dates import format_date, parse_date
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import (
    AtMost,
    CleanField,
    Form,
    Needed,
    ParsedField,
    whole_number,
)

_LARGEST = 99_999_999_999
_COUNTED = {"inputmode": "numeric"}


class LimitForm(Form):
    """Both ends of a bound, and where and when it was read."""

    version = HiddenField()
    least = ParsedField(
        _l("Ít nhất"), whole_number(0, _LARGEST), validators=[Needed()], render_kw=_COUNTED
    )
    most = ParsedField(
        _l("Nhiều nhất"), whole_number(0, _LARGEST), validators=[Needed()], render_kw=_COUNTED
    )
    source = CleanField(
        _l("Nguồn"),
        validators=[Needed(N_("Hãy ghi nơi đọc được: địa chỉ trang, tên tệp.")), AtMost(300)],
    )
    seen_on = ParsedField(_l("Ngày xem"), parse_date, format_date, validators=[Needed()])

    def to_data(self) -> LimitData:
        """The typed limit."""
        return LimitData(self.least.data, self.most.data, self.source.data, self.seen_on.data)


def values_of(held: HeldLimit) -> dict[str, Any]:
    """What the form shows of a limit; where none was set, the program's own."""
    if held.row is None:
        known = held.default
        start = {"least": known.least if known else 1, "most": known.most if known else None}
        return start | {"source": "", "seen_on": None, "version": 0}
    names = ("least", "most", "source", "seen_on", "version")
    return {name: getattr(held.row, name) for name in names}
