"""The contract that every module in `exports/marketplaces/` keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from shop_onboard.exports.listing import ExportFile, ExportOptions, Listing, Problem
from shop_onboard.values.text import N_, Message

KINDS: dict[str, Message] = {
    "sheet": N_("Phiếu để gõ hoặc dán vào trang của sàn"),
    "feed": N_("Tệp để tải thẳng lên"),
    "template": N_("Tệp mẫu của chính gian hàng, được điền sẵn"),
    "archive": N_("Lưu trữ, sàn không còn nhận"),
}

CONFIDENCES: dict[str, Message] = {
    "official": N_("Theo tài liệu của chính sàn"),
    "official_copy": N_("Theo tệp mẫu của sàn, do bên thứ ba giữ"),
    "code": N_("Theo mã nguồn đã kết nối với sàn"),
    "third_party": N_("Theo bên thứ ba"),
    "inferred": N_("Suy ra, chưa có tài liệu"),
    "own": N_("Mẫu của Lên Sàn"),
}


@dataclass(frozen=True)
class Limit:
    """A bound on one field of a marketplace's format, both ends included.

    `confidence` is a key of `CONFIDENCES`, `source` where the bound was read.
    """

    least: int
    most: int
    confidence: str
    source: str

    def admits(self, size: int) -> bool:
        """Whether a length or an amount lies within the bound."""
        return self.least <= size <= self.most


class Marketplace(Protocol):
    """A module that knows one marketplace's columns, limits and state.

    `key` is the module's own name; `kind` a key of `KINDS`; `channel_key` the sales channel in
    `values.channels`, None where nothing is sold on the marketplace itself; `status` its state
    in one sentence; `source` and `confidence` (a key of `CONFIDENCES`) where the format is from;
    `accepts_template` whether a file downloaded from the seller's own shop is filled in. A module
    whose template names its columns by keys also has a `template` (`templates.keyed`).
    """

    key: str
    name: str
    kind: str
    channel_key: str | None
    status: Message
    source: Message
    confidence: str
    accepts_template: bool

    def check(self, listing: Listing) -> list[Problem]:
        """What keeps the listing out of the file, or should be known; empty when all is well."""
        ...

    def build(self, listings: Sequence[Listing], options: ExportOptions) -> list[ExportFile]:
        """The files for listings without a blocking problem, always the same for the same."""
        ...
