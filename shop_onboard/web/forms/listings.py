"""What a storefront's fields may hold, and what is asked before marketplace files are made."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice

from shop_onboard.models.listings import Storefront
from shop_onboard.services.storefronts import StorefrontData
from shop_onboard.values.addresses import parse_link
from shop_onboard.values.channels import Channel, all_channels
from shop_onboard.values.dates import format_date, parse_date
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import AtMost, ChoiceField, CleanField, Form, Needed, ParsedField
from shop_onboard.web.language import chosen


def channel_label(channel: Channel) -> str:
    """The channel's name, with what is known of its end."""
    name = channel.name_in(chosen())
    if channel.closed_on is not None:
        return _(
            "%(channel)s – đã dừng ngày %(day)s",
            channel=name,
            day=format_date(channel.closed_on, chosen()),
        )
    if channel.state == "reported_closed":
        return _("%(channel)s – được cho là đã dừng", channel=name)
    return name


class StorefrontForm(Form):
    """A cooperative's shop on a channel; closed channels stay, for shops of the past."""

    channel_key = ChoiceField(_l("Kênh bán"))
    name = CleanField(
        _l("Tên gian hàng"),
        validators=[Needed(N_("Hãy ghi tên gian hàng như trên sàn.")), AtMost(200)],
    )
    url = ParsedField(
        _l("Đường dẫn gian hàng"),
        parse_link,
        render_kw={"type": "url", "inputmode": "url", "autocomplete": "off"},
    )
    opened_on = ParsedField(
        _l("Ngày mở"), parse_date, format_date, render_kw={"autocomplete": "off"}
    )
    closed_on = ParsedField(
        _l("Ngày đóng"), parse_date, format_date, render_kw={"autocomplete": "off"}
    )
    version = HiddenField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.channel_key.choices = [
            SelectChoice(channel.key, channel_label(channel)) for channel in all_channels()
        ]

    def to_data(self) -> StorefrontData:
        """The typed values as the service takes them."""
        return StorefrontData(
            channel_key=self.channel_key.data,
            name=self.name.data,
            url=self.url.data or "",
            opened_on=self.opened_on.data,
            closed_on=self.closed_on.data,
        )


def values_of(storefront: Storefront) -> dict[str, Any]:
    """What the form shows of a stored storefront."""
    names = ("channel_key", "name", "url", "opened_on", "closed_on", "version")
    return {name: getattr(storefront, name) for name in names}


class FilesForm(Form):
    """Whose products go into the files."""

    cooperative = ChoiceField(_l("Tên hợp tác xã"))

    def __init__(self, options: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.cooperative.choices = [SelectChoice(slug, name) for slug, name in options]
