"""The commune of a form: typed in today's or former names, or tapped among those it may mean."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from shop_onboard.errors import DomainError
from shop_onboard.values.place_choices import PlaceChoice, former_name, place_choices
from shop_onboard.values.places import Commune, find_commune
from shop_onboard.values.text import Unreadable


class CommuneForm:
    """Goes with the fields `province`, `commune` and `former_district` of a form."""

    # Offered only where the typed name means no commune for sure.
    commune_code = RadioField(_l("Bạn muốn nói nơi nào?"), choices=[], validate_choice=False)


def read_commune(form: Any) -> Commune | None:
    """The commune that is meant; else None, with the reason and the choices on the form."""
    district = form.former_district.data or None
    try:
        return find_commune(form.province.data, form.commune.data, district)
    except Unreadable as problem:
        offered = place_choices(form.province.data, form.commune.data, district or "")
        form.commune_code.choices = [
            SelectChoice(each.commune.code, _words(each)) for each in offered
        ]
        for each in offered:
            if each.commune.code == form.commune_code.data:
                return each.commune
        form.refuse(DomainError(problem.message, "commune"))
        return None


def with_former(words: str, typed: str, commune: Commune) -> str:
    """The words after saving and, where a former name was typed, the new one with the old."""
    former = former_name(typed, commune)
    if former is None:
        return words
    place = _(
        "Địa bàn: %(place)s (trước 01/7/2025: %(former)s).", place=commune.full_name, former=former
    )
    return f"{words} {place}"


def _words(choice: PlaceChoice) -> str:
    if not choice.former:
        return choice.name
    return _("%(place)s – %(former)s cũ", place=choice.name, former=choice.former)
