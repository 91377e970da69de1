"""Banks that a VietQR payment can be sent to."""

from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from shop_onboard.values.facts import fact_rows
from shop_onboard.values.text import N_, Unreadable, clean, fold


@dataclass(frozen=True)
class Bank:
    """`bin` is the six digits of NAPAS; `code` a short one, `name` what people call the bank."""

    bin: str
    code: str
    name: str


@lru_cache(maxsize=1)
def all_banks() -> tuple[Bank, ...]:
    """The banks of `data/banks.csv`; which day and source they are from stands in its rows."""
    return tuple(Bank(row["bin"], row["code"], row["name"]) for row in fact_rows("banks"))


def find_bank(text: str) -> Bank:
    """The bank of a BIN, code, usual name or full name, with or without marks and "Ngân hàng".

    Raises Unreadable, naming the nearest, for a name outside the list; so does «Ngân hàng Mẫu»,
    to which nothing can be paid.
    """
    names = _by_name()
    key = _compact(text)
    found = names.get(key) or names.get(key.removeprefix("nganhang").removeprefix("tmcp"))
    if found is not None:
        return found
    near = dict.fromkeys(names[name].name for name in get_close_matches(key, names, n=4))
    raise Unreadable(
        N_(
            "Không thấy ngân hàng «%(text)s». Hãy ghi tên thường gọi, ví dụ: %(names)s.",
            text=clean(text),
            names=", ".join(near) or "Agribank, Vietcombank, BIDV",
        )
    )


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Bank]:
    return {
        _compact(name): bank
        for row, bank in zip(fact_rows("banks"), all_banks(), strict=True)
        for name in (bank.bin, bank.code, bank.name, *filter(None, row["aliases"].split("|")))
    }


def _compact(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())
