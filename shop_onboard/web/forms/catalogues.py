"""What is asked before a catalogue is made."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from shop_onboard.models.organisations import Union
from shop_onboard.web.forms.fields import ChoiceField, Form

COOPERATIVE, UNION = "cooperative", "union"


class CatalogueForm(Form):
    """Whose products, and in which language; `subject` is «cooperative:slug» or «union:code»."""

    # What may be chosen is asked again when it is looked up: what is not mine does not exist.
    subject = ChoiceField(_l("Ca-ta-lô của"), validate_choice=False)
    lang = ChoiceField(_l("Ngôn ngữ"))

    def __init__(
        self, unions: list[Union], cooperatives: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.subject.choices = [
            *(
                SelectChoice(f"{UNION}:{row.code}", _("Cả địa bàn %(name)s", name=row.name))
                for row in unions
            ),
            *(SelectChoice(f"{COOPERATIVE}:{slug}", name) for slug, name in cooperatives),
        ]
        self.lang.choices = [
            SelectChoice("vi", "Tiếng Việt"),
            SelectChoice("en", "English"),
        ]
