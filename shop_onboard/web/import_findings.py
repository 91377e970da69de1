"""What a spreadsheet's page says of rows that were put together, and of those that may be one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shop_onboard.models.imports import Import
from shop_onboard.queries.import_doubles import Doubles, Member
from shop_onboard.values.phones import format_phone
from shop_onboard.values.text import N_, Message
from shop_onboard.values.workbook import RowError

MOST_ROWS = 50
REASONS: Mapping[str, Message] = {
    "phone": N_("cùng số điện thoại"),
    "tax_code": N_("cùng mã số thuế"),
    "bank_account": N_("cùng số tài khoản"),
    "name": N_("tên gần giống nhau, cùng một xã"),
}


@dataclass
class FoldGroup:
    """The rows that went into one record; `columns` are those in which any of them differs."""

    sheet: str
    name: str
    into: int
    columns: dict[str, None] = field(default_factory=dict)
    rows: list[Mapping[str, Any]] = field(default_factory=list)


def fold_groups(row: Import) -> list[FoldGroup]:
    """What the trial found, by the record that the rows went into."""
    groups: dict[tuple[str, str, int], FoldGroup] = {}
    for fold in (row.trial or {}).get("folds", ()):
        key = (fold["sheet"], fold["kind"], fold["into"])
        group = groups.setdefault(key, FoldGroup(fold["sheet"], fold["name"], fold["into"]))
        group.columns |= dict.fromkeys(each["column"] for each in fold["differences"])
        group.rows.append(fold)
    return list(groups.values())


def doubles_of_trial(row: Import) -> list[Doubles]:
    """Who of the file may be the same, as the trial found it."""
    return [
        Doubles(each["reason"], each["value"], tuple(Member(**one) for one in each["members"]))
        for each in (row.trial or {}).get("doubles", ())
    ]


def doubles_of_folded(row: Import) -> list[Doubles]:
    """Those of a number that only a row which was put to another one told: no record has it."""
    folded = {(fold["sheet"], fold["row"]) for fold in (row.trial or {}).get("folds", ())}
    return [
        found
        for found in doubles_of_trial(row)
        if found.value and any((each.sheet, each.row) in folded for each in found.members)
    ]


def value_of(found: Doubles) -> str:
    """The number that they share, as people write it."""
    return _shown(found.reason, found.value)


def has_doubts(row: Import) -> bool:
    """Whether a file of doubtful rows can be fetched."""
    trial = row.trial or {}
    return bool(trial.get("folds") or trial.get("doubles")) and row.state in ("checked", "done")


def doubts(row: Import) -> Sequence[RowError]:
    """Beside each doubtful row what is to be looked at."""
    return [*_of_folds(row), *_of_doubles(row)]


def _of_folds(row: Import) -> Iterator[RowError]:
    for fold in (row.trial or {}).get("folds", ()):
        for each in fold["differences"]:
            message = N_(
                "Gộp vào «%(name)s» ở dòng %(into)s, nơi đó ghi «%(kept)s».",
                name=fold["name"],
                into=str(fold["into"]),
                kept=each["kept"],
            )
            yield RowError(fold["sheet"], fold["row"], each["column"], message)


def _of_doubles(row: Import) -> Iterator[RowError]:
    for found in (row.trial or {}).get("doubles", ()):
        for member in found["members"]:
            others = [each["name"] for each in found["members"] if each is not member]
            names = ", ".join(f"«{name}»" for name in others if name) or "–"
            if member["row"]:
                words = _BESIDE[found["reason"]]
                told = {"names": names}
                if found["value"]:
                    told["value"] = _shown(found["reason"], found["value"])
                message = Message(words.msgid, told)
                yield RowError(member["sheet"], member["row"], None, message)


_BESIDE: Mapping[str, Message] = {
    "phone": N_("Có thể trùng, cùng số điện thoại %(value)s: %(names)s."),
    "tax_code": N_("Có thể trùng, cùng mã số thuế %(value)s: %(names)s."),
    "bank_account": N_("Có thể trùng, cùng số tài khoản %(value)s: %(names)s."),
    "name": N_("Có thể trùng, tên gần giống nhau trong cùng một xã: %(names)s."),
}


def _shown(reason: str, value: str) -> str:
    return format_phone(value) if reason == "phone" else value
