"""Reading GS1 Digital Links that were scanned: what they name, and what is wrong with them.

Source: GS1 Digital Link Standard: URI Syntax 1.6: `/01/<GTIN>[/22/…][/10/<lot>][/21/<serial>]`.
"""

import re
from dataclasses import dataclass

from shop_onboard.values.codes import digital_link, parse_gtin
from shop_onboard.values.text import N_, Message, Unreadable

_QUALIFIERS = re.compile(
    r"(?:/22/(?P<variant>[^/]+))?(?:/10/(?P<lot>.+?))?(?:/21/(?P<serial>.+))?", re.DOTALL
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
