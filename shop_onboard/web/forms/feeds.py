"""What is asked before an address for a marketplace's machine is made."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from shop_onboard.exports.marketplace import FEED_FORMATS
from shop_onboard.exports.registry import fed_marketplaces, feeds_of
from shop_onboard.services.feeds import FeedData
from shop_onboard.web.forms.fields import ChoiceField, Form
from shop_onboard.web.language import say


class FeedForm(Form):
    """Whose products, and for which marketplace in which format."""

    owner = ChoiceField(_l("Sản phẩm của"))
    kind = ChoiceField(_l("Cho sàn nào"))

    def __init__(self, owners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.owner.choices = [SelectChoice(key, name) for key, name in owners]
        self.kind.choices = [
            SelectChoice(f"{each.key}:{key}", f"{each.name} – {say(FEED_FORMATS[key])}")
            for each in fed_marketplaces()
            for key in feeds_of(each)
        ]

    def to_data(self) -> FeedData:
        """The chosen marketplace and format."""
        key, _colon, file_format = str(self.kind.data).partition(":")
        return FeedData(key, file_format)
