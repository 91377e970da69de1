"""How complete a record is, and what to add next: from loaded rows, without a query."""

from collections.abc import Iterable
from dataclasses import dataclass

from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import Product
from shop_onboard.queries import gi_rights
from shop_onboard.values import gi
from shop_onboard.values.text import N_, Message

# Marketplaces take no shorter description (reference: each marketplace's own check).
_LONG_ENOUGH = 100
# Groups and producing households have no tax code of their own as long as they do not register.
_WITHOUT_TAX_CODE = ("cooperative_group", "household")
_WITH_MEMBERS = ("cooperative", "cooperative_group")


@dataclass(frozen=True)
class Part:
    """Something a record can have: its share of the whole, and where it is filled in."""

    weight: int
    is_there: bool
    message: Message
    page: str
    field: str


@dataclass(frozen=True)
class Gap:
    """Something missing: `gain` is in percent, 0 for what not everybody has."""

    message: Message
    gain: int
    page: str
    field: str


@dataclass(frozen=True)
class Completeness:
    """`kind` and `slug` name the record ("products"); gaps come with the greatest gain first."""

    kind: str
    slug: str
    percent: int
    gaps: tuple[Gap, ...]

    @property
    def next(self) -> Gap | None:
        """The best next step, if any step still raises the score."""
        return self.gaps[0] if self.gaps and self.gaps[0].gain else None


def of_cooperative(row: Cooperative) -> Completeness:
    """What the cooperative's own record holds; what every registration has counts for 40."""
    parts = [
        Part(25, True, N_("Tên, địa bàn"), "edit", "name"),
        Part(
            15,
            bool(row.representative and row.phone),
            N_("Thêm người đại diện và số điện thoại"),
            "edit",
            "representative",
        ),
        Part(
            15, bool(row.bank and row.bank_account), N_("Thêm tài khoản ngân hàng"), "edit", "bank"
        ),
        Part(10, bool(row.address), N_("Thêm địa chỉ"), "edit", "address"),
        Part(10, bool(row.story), N_("Kể câu chuyện của hợp tác xã"), "edit", "story"),
        Part(5, bool(row.founded_year), N_("Thêm năm thành lập"), "edit", "founded_year"),
    ]
    if row.kind not in _WITHOUT_TAX_CODE:
        parts.append(Part(15, bool(row.tax_code), N_("Thêm mã số thuế"), "edit", "tax_code"))
    if row.kind in _WITH_MEMBERS:
        has_members = bool(row.member_count)
        parts.append(Part(5, has_members, N_("Thêm số thành viên"), "edit", "member_count"))
    return _measured("cooperatives", row.slug, parts)


def of_product(row: Product) -> Completeness:
    """What the product holds; packs, pictures and certificates are loaded."""
    has_season = bool(row.season_from and row.season_to)
    has_gtin = any(pack.gtin for pack in row.packs)
    has_ocop = any(paper.kind == "ocop" for paper in row.certificates)
    is_described = len(row.description) >= _LONG_ENOUGH
    parts = [
        Part(30, bool(row.packs), N_("Thêm quy cách và giá"), "edit", "packs-0-label"),
        Part(20, bool(row.photos), N_("Thêm ảnh sản phẩm"), "show", "photo"),
        Part(15, is_described, N_("Viết mô tả từ 100 ký tự"), "edit", "description"),
        Part(10, has_gtin, N_("Thêm mã vạch (GTIN)"), "edit", "packs-0-gtin"),
        Part(5, row.ocop_set is not None, N_("Chọn nhóm OCOP"), "edit", "ocop_set"),
        Part(5, bool(row.shelf_life_days), N_("Thêm hạn sử dụng"), "edit", "shelf_life_days"),
        Part(5, bool(row.storage), N_("Thêm cách bảo quản"), "edit", "storage"),
        Part(5, has_season, N_("Thêm mùa vụ"), "edit", "season_from"),
        Part(5, bool(row.name_en), N_("Thêm tên tiếng Anh"), "edit", "name_en"),
        Part(0, has_ocop, N_("Thêm quyết định OCOP, nếu đã có"), "edit", "ocop_number"),
    ]
    if gi.named_indication(row.name):
        words = N_("Thêm quyền dùng chỉ dẫn địa lý")
        parts.append(Part(15, gi_rights.paper(row) is not None, words, "gi", "number"))
    return _measured("products", row.slug, parts)


def _measured(kind: str, slug: str, parts: Iterable[Part]) -> Completeness:
    held = list(parts)
    whole = sum(part.weight for part in held)
    done = sum(part.weight for part in held if part.is_there)
    gaps = [
        Gap(part.message, round(part.weight * 100 / whole), part.page, part.field)
        for part in held
        if not part.is_there
    ]
    gaps.sort(key=lambda gap: -gap.gain)
    return Completeness(kind, slug, done * 100 // whole, tuple(gaps))
