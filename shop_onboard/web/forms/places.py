"""A commune as people type it: names of today or of before, chosen from a list where unclear."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from shop_onboard.errors import DomainError
from shop_onboard.values.place_names import UnknownCommune
from shop_onboard.values.place_search import (
    Place,
    find_place,
    place_of,
    places_named,
    read_address,
    search_places,
)
from shop_onboard.values.text import N_, Unreadable
from shop_onboard.web.forms.fields import AtMost, CleanField, Form

_MOST_OFFERED = 12


class PlaceForm(Form):
    """Province, commune and former district; `offered` are the places to choose from.

    Rendered by the macro `place_fields`. A form redefines the fields that it needs filled in.
    """

    province = CleanField(
        _l("Tỉnh, thành phố"), validators=[AtMost(100)], render_kw={"list": "provinces"}
    )
    commune = CleanField(_l("Xã, phường"), validators=[AtMost(200)])
    former_district = CleanField(_l("Huyện (cũ)"), validators=[AtMost(100)])
    place = StringField()

    offered: tuple[Place, ...] = ()

    def read_place(self) -> Place | None:
        """The place that is meant; None with a sentence beside the commune and places to choose.

        What was chosen from the list counts, then what was typed; a whole address in the
        commune's field is understood.
        """
        chosen = place_of(self.place.data or "")
        if chosen is not None:
            return chosen
        try:
            return self._typed_place()
        except UnknownCommune as problem:
            # Its sentence and the list to choose from name the same places.
            self.offered = places_named(problem.near)[:_MOST_OFFERED]
            self.refuse(DomainError(problem.message, "commune"))
        except Unreadable as problem:
            self.offered = self._similar()
            self.refuse(DomainError(problem.message, "commune"))
        return None

    def _typed_place(self) -> Place:
        commune, province = self.commune.data or "", self.province.data or ""
        if "," in commune:
            return self._of_address(commune, province)
        if not province:
            raise Unreadable(N_("Hãy ghi thêm tỉnh, hoặc chọn một nơi bên dưới."))
        return find_place(province, commune, self.former_district.data or None)

    def _of_address(self, typed: str, province: str) -> Place:
        """Of several parts typed as one; the street goes into its own field where there is one."""
        try:
            address = read_address(typed)
        except Unreadable:
            if not province:
                raise
            address = read_address(f"{typed}, {province}")
        if address.street and "address" in self and not self["address"].data:
            self["address"].data = address.street
        return address.place

    def _similar(self) -> tuple[Place, ...]:
        typed = (self.commune.data, self.former_district.data, self.province.data)
        parts = [part for part in typed if part]
        while parts:
            found = search_places(", ".join(parts), _MOST_OFFERED)
            if found:
                return found
            # The district or the province may be what is mistyped.
            del parts[1:2]
            if len(parts) == 1 and not search_places(parts[0], 1):
                break
        return ()
