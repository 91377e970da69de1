"""Expected failures: each carries a sentence for the person, none is an incident."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from shop_onboard.values.text import Message


class DomainError(Exception):
    """The change is refused; `message` says why and what to do, `field` where."""

    def __init__(self, message: "Message", field: str | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field


class NotFound(DomainError):
    """Unknown, or not for this person's eyes: both look the same (404)."""


class Forbidden(DomainError):
    """Known to the person, but not theirs to change (403)."""


class Conflict(DomainError):
    """Somebody else changed the record meanwhile (409): who, when, and which of its fields."""

    who: str = ""
    at: "datetime | None" = None
    fields: frozenset[str] = frozenset()


class Gone(DomainError):
    """Was here, may be printed somewhere, and is here no more (410)."""
