"""What the fields of a step, and of a new lot made of others, may hold."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from shop_onboard.models.lot_events import LotEvent
from shop_onboard.models.lots import Lot
from shop_onboard.models.places import Commune
from shop_onboard.services.lot_events import HANDED_MASS, HANDED_TO, EventData
from shop_onboard.services.lot_making import MakingData
from shop_onboard.values.codes import parse_code
from shop_onboard.values.dates import TIMEZONE, format_date, parse_date
from shop_onboard.values.hours import format_hour, parse_hour
from shop_onboard.values.lot_events import EVENT_WORDS, FORWARD, MAKINGS, RECORDED_KINDS
from shop_onboard.values.mass import format_mass, parse_mass
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import (
    AtMost,
    ChoiceField,
    CleanField,
    EchoField,
    Form,
    Needed,
    ParsedField,
)
from shop_onboard.web.language import say

# Other lots that one form can add to a new one.
OTHERS = (1, 2, 3)


class LotEventForm(Form):
    """One step; call `offer` with the communes it may have happened in before reading it."""

    kind = ChoiceField(_l("Công đoạn"))
    happened_on = ParsedField(
        _l("Ngày làm"),
        parse_date,
        format_date,
        validators=[Needed(N_("Hãy ghi ngày làm, ví dụ 05/06/2026."))],
    )
    hour = ParsedField(_l("Giờ"), parse_hour, format_hour)
    commune = ChoiceField(_l("Làm ở xã nào?"))
    place = CleanField(_l("Nơi làm"), validators=[AtMost(200)])
    mass_g = EchoField(_l("Khối lượng"), parse_mass, format_mass)
    partner = CleanField(_l("Từ ai, cho ai"), validators=[AtMost(200)])
    done_by = CleanField(_l("Ai làm"), validators=[AtMost(120)])
    note = CleanField(_l("Ghi chú"), validators=[AtMost(500)])

    def offer(self, communes: Sequence[Commune]) -> None:
        """Fill the lists."""
        self.kind.choices = [
            SelectChoice("", _("– chọn công đoạn –")),
            *(SelectChoice(kind, say(EVENT_WORDS[kind])) for kind in RECORDED_KINDS),
        ]
        self.commune.choices = [
            SelectChoice("", _("không ghi, hoặc nơi khác")),
            *(SelectChoice(str(each.id), each.name) for each in communes),
        ]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Say at once all that is missing where goods are handed on."""
        is_whole = super().validate(*args, **kwargs)
        if self.kind.data == FORWARD:
            for field, sentence in ((self.partner, HANDED_TO), (self.mass_g, HANDED_MASS)):
                if not field.data and not field.errors:
                    field.errors = [say(sentence)]
                    is_whole = False
        return is_whole

    def to_data(self) -> EventData:
        """The typed values as the service takes them."""
        day, hour = self.happened_on.data, self.hour.data
        return EventData(
            kind=self.kind.data,
            happened_on=day,
            happened_at=datetime.combine(day, hour, TIMEZONE) if hour is not None else None,
            commune_id=int(self.commune.data) if self.commune.data else None,
            place=self.place.data,
            done_by=self.done_by.data,
            mass_g=self.mass_g.data,
            partner=self.partner.data,
            note=self.note.data,
        )


def values_of(event: LotEvent) -> dict[str, Any]:
    """What the form is filled with for an event that is to be corrected."""
    names = ("kind", "happened_on", "place", "mass_g", "partner", "done_by", "note")
    hour: time | None = event.happened_at.astimezone(TIMEZONE).time() if event.happened_at else None
    commune = str(event.commune_id) if event.commune_id else ""
    return {name: getattr(event, name) for name in names} | {"hour": hour, "commune": commune}


class LotMakingForm(Form):
    """A new lot out of this one and others; call `offer` before reading it."""

    how = ChoiceField(_l("Làm gì?"))
    made_on = ParsedField(
        _l("Ngày làm"),
        parse_date,
        format_date,
        validators=[Needed(N_("Hãy ghi ngày làm, ví dụ 05/06/2026."))],
    )
    mass_g = EchoField(
        _l("Lấy từ lô này"),
        parse_mass,
        format_mass,
        validators=[Needed(N_("Hãy ghi lấy bao nhiêu từ lô này, ví dụ 200 kg."))],
    )
    other_1 = ChoiceField(_l("Lô thứ hai"))
    other_1_mass_g = EchoField(_l("Lấy từ lô thứ hai"), parse_mass, format_mass)
    other_2 = ChoiceField(_l("Lô thứ ba"))
    other_2_mass_g = EchoField(_l("Lấy từ lô thứ ba"), parse_mass, format_mass)
    other_3 = ChoiceField(_l("Lô thứ tư"))
    other_3_mass_g = EchoField(_l("Lấy từ lô thứ tư"), parse_mass, format_mass)
    product = ChoiceField(_l("Lô mới là sản phẩm nào?"))
    quantity_g = EchoField(_l("Khối lượng lô mới"), parse_mass, format_mass)
    code = ParsedField(_l("Mã lô mới"), parse_code)

    def offer(self, others: Sequence[Lot], products: Sequence[tuple[str, str]]) -> None:
        """Fill the lists: lots with something left, and the products (slug, name)."""
        self.how.choices = [SelectChoice(key, say(words)) for key, words in MAKINGS.items()]
        nothing = SelectChoice("", _("không lấy thêm lô nào"))
        names = [SelectChoice(lot.slug, f"{lot.code} – {lot.product.name}") for lot in others]
        for number in OTHERS:
            if f"other_{number}" not in self:
                continue
            self[f"other_{number}"].choices = [nothing, *names]
            if not others:
                # The page does not ask what cannot be answered.
                del self[f"other_{number}"], self[f"other_{number}_mass_g"]
        self.product.choices = [SelectChoice(slug, name) for slug, name in products]

    def parts(self, lot: Lot, others: Sequence[Lot]) -> list[tuple[Lot, int]] | None:
        """The lots with the mass taken of each; None with a sentence where half is missing."""
        by_slug = {each.slug: each for each in others}
        found, is_whole = [(lot, self.mass_g.data)], True
        for number in OTHERS if others else ():
            chosen, mass = self[f"other_{number}"], self[f"other_{number}_mass_g"]
            if chosen.data and mass.data:
                found.append((by_slug[chosen.data], mass.data))
            elif chosen.data:
                mass.errors = [*mass.errors, _("Hãy ghi lấy bao nhiêu từ lô này, ví dụ 200 kg.")]
                is_whole = False
            elif mass.data:
                chosen.errors = [*chosen.errors, _("Hãy chọn lấy từ lô nào.")]
                is_whole = False
        return found if is_whole else None

    def to_data(self) -> MakingData:
        """The typed values as the service takes them."""
        return MakingData(
            self.how.data, self.made_on.data, self.quantity_g.data, self.code.data or ""
        )
