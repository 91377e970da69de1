"""The papers of an OCOP dossier: fifteen kinds of evidence, after Decision 26/2026/QĐ-TTg."""

from dataclasses import dataclass
from functools import lru_cache

from shop_onboard.values.facts import fact_rows
from shop_onboard.values.text import N_, Message

# In which of the three variants form 02 is written.
ROUNDS: dict[str, Message] = {
    "first": N_("Đăng ký lần đầu"),
    "upgrade": N_("Đề nghị nâng hạng"),
    "renewal": N_("Đánh giá lại khi giấy chứng nhận sắp hết hạn"),
}
STATES: dict[str, Message] = {
    "missing": N_("còn thiếu"),
    "have": N_("đã có"),
    "not_applicable": N_("không áp dụng"),
}


@dataclass(frozen=True)
class EvidenceKind:
    """A kind of paper. `criteria` are the codes of set 1 that it speaks for, as far as told."""

    key: str
    name: str
    criteria: tuple[str, ...]


@lru_cache(maxsize=1)
def all_evidence_kinds() -> tuple[EvidenceKind, ...]:
    """The fifteen kinds in the order of the decision."""
    return tuple(
        EvidenceKind(row["key"], row["name"], tuple(filter(None, row["criteria"].split(";"))))
        for row in fact_rows("ocop_evidence")
    )


def get_evidence_kind(key: str) -> EvidenceKind | None:
    """The kind of this key, or None."""
    return next((kind for kind in all_evidence_kinds() if kind.key == key), None)
