"""What a grower's fields may hold."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from shop_onboard.models.growers import Grower
from shop_onboard.services.growers import GrowerData
from shop_onboard.values.phones import format_phone, parse_phone
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import AtMost, CleanField, Needed, ParsedField
from shop_onboard.web.forms.places import PlaceForm


class GrowerForm(PlaceForm):
    """A grower of one cooperative."""

    name = CleanField(
        _l("Họ tên hoặc tên hộ"),
        validators=[Needed(N_("Hãy ghi tên người trồng.")), AtMost(200)],
    )
    phone = ParsedField(
        _l("Điện thoại"),
        parse_phone,
        format_phone,
        render_kw={"type": "tel", "autocomplete": "off"},
    )
    commune = CleanField(
        _l("Xã, phường"), validators=[Needed(N_("Hãy ghi tên xã hoặc phường.")), AtMost(200)]
    )
    version = HiddenField()

    def to_data(self, commune_id: int) -> GrowerData:
        """The typed values as the service takes them."""
        return GrowerData(self.name.data, commune_id, self.phone.data or "")


def values_of(grower: Grower) -> dict[str, Any]:
    """What the form is filled with; the commune comes with its province."""
    return {
        "name": grower.name,
        "phone": grower.phone or None,
        "commune": grower.commune.name,
        "province": grower.commune.province.name,
        "version": grower.version,
    }
