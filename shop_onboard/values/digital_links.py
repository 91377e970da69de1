"""Reading GS1 Digital Links that were scanned: what they name, and what is wrong with them.

Source: GS1 Digital Link Standard: URI Syntax 1.6: `/01/<GTIN>[/22/…][/10/<lot>][/21/<serial>]`.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from shop_onboard.values.codes import check_label_token, digital_link, parse_gtin
from shop_onboard.values.text import N_, Message, Unreadable

_QUALIFIERS = re.compile(
    r"(?:/22/(?P<variant>[^/]+))?(?:/10/(?P<lot>.+?))?(?:/21/(?P<serial>.+))?", re.DOTALL
)
# The parts of an address that name goods, whatever host stands before them.
_ADDRESS = re.compile(
    r"(?:^|/)(?:t/(?P<token>[^/?#]+)|(?P<link>01/[^?#]+)|shop/[^/?#]+/(?P<product>[^/?#]+))"
)
_ORDER = N_(
    "Địa chỉ GS1 này sai thứ tự: mã sản phẩm /01/ đứng trước, rồi mã lô /10/, rồi số tem /21/."
)


@dataclass(frozen=True)
class DigitalLink:
    """What an address names: a product's number, with it a lot, with it one item."""

    gtin: str
    lot: str | None = None
    serial: str | None = None

    @property
    def path(self) -> str:
        """The address as the standard writes it, from its first slash."""
        return digital_link("", self.gtin, self.lot, self.serial)


@dataclass(frozen=True)
class TypedCode:
    """What was typed off goods, or copied out of a browser: one of the three, or none.

    A label's or lot's token, a GS1 Digital Link, or the slug of a product's page.
    """

    token: str | None = None
    link: DigitalLink | None = None
    product: str = ""


def read_typed(text: str) -> TypedCode:
    """A token, a GTIN, or an address with or without its host: `/t/…`, `/01/…`, `/shop/…/…`."""
    found = _ADDRESS.search(text.strip())
    token = check_label_token(unquote(found["token"] or "") if found else text)
    if token is not None:
        return TypedCode(token)
    if found and found["product"]:
        return TypedCode(product=found["product"])
    try:
        if found and found["link"]:
            return TypedCode(link=read_digital_link(f"/{unquote(found['link'])}"))
        return TypedCode() if found else TypedCode(link=DigitalLink(parse_gtin(text)))
    except Unreadable:
        return TypedCode()


def read_digital_link(path: str) -> DigitalLink:
    """Read the decoded path of an address, from `/01/` on.

    A shorter GTIN is filled up to 14 digits. Raises Unreadable for a wrong check digit, a wrong
    order, or a lot or serial that GS1 does not allow.
    """
    first, _slash, rest = path.removeprefix("/01/").partition("/")
    gtin = parse_gtin(first)
    found = _QUALIFIERS.fullmatch(f"/{rest.rstrip('/')}" if rest.strip("/") else "")
    if found is None or "/10/" in (found["serial"] or ""):
        raise Unreadable(_ORDER)
    link = DigitalLink(gtin, found["lot"], found["serial"])
    # Writing it again refuses what may not stand in such an address.
    _ = link.path
    return link


def wrong_order() -> Message:
    """What to say of an address whose parts stand in another order."""
    return _ORDER
