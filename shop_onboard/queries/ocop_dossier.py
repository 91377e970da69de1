"""The checklist of an OCOP dossier, filled from what the records hold."""

from datetime import date

from shop_onboard.documents.ocop_dossier import (
    DossierEvidence,
    DossierLine,
    DossierScore,
    DossierSection,
    OcopDossierSheet,
)
from shop_onboard.models.ocop import OcopDossier, OcopEvidence
from shop_onboard.models.products import Product
from shop_onboard.queries import ocop
from shop_onboard.values.kinds import KIND_WORDS
from shop_onboard.values.mass import format_mass
from shop_onboard.values.ocop import OcopSet, all_ocop_sets, official_words, product_code
from shop_onboard.values.ocop_dossier import ROUNDS, all_evidence_kinds
from shop_onboard.values.ocop_scores import SCORED_SET, all_criteria
from shop_onboard.values.phones import format_phone
from shop_onboard.values.text import N_, Figure, Message


def ocop_set_of(product: Product) -> OcopSet | None:
    """The product's set of criteria, when it has been put into one."""
    return next((row for row in all_ocop_sets() if row.number == product.ocop_set), None)


def code_of(product: Product, dossier: OcopDossier | None) -> str | None:
    """The code on the score sheet; None until the commune has given a number for a year."""
    if dossier is None or dossier.commune_number is None or dossier.commune_year is None:
        return None
    commune = product.cooperative.commune
    return product_code(
        commune.province.code, commune.code, dossier.commune_number, dossier.commune_year
    )


def sheet(product: Product, made_on: date) -> OcopDossierSheet:
    """The product's checklist as of that day; cooperative, place and packs are loaded."""
    dossier = ocop.dossier(product.id)
    papers = ocop.evidence(product.id)
    own_set = ocop_set_of(product)
    held = ocop.sheets(product.id, own_set.number) if own_set else {}
    points = {code: int(p) for row in held.values() for code, p in ocop.points_of(row).items()}
    is_scored_here = own_set is not None and own_set.number == SCORED_SET
    return OcopDossierSheet(
        product=product.name,
        cooperative=product.cooperative.name,
        set_name=_set_name(own_set),
        made_on=made_on,
        is_sample=product.is_sample,
        product_code=code_of(product, dossier),
        sections=(
            DossierSection(
                N_("Mẫu 01 – Phiếu đăng ký đánh giá, phân hạng"),
                _registration(product, dossier, own_set, papers),
            ),
            DossierSection(
                N_("Mẫu 02 – Báo cáo tự đánh giá"), _report(product, dossier, papers, bool(held))
            ),
        ),
        evidence=tuple(_paper(kind.key, kind.name, papers) for kind in all_evidence_kinds()),
        scores=tuple(DossierScore(row, points.get(row.code)) for row in all_criteria())
        if is_scored_here
        else (),
        assessment=ocop.result_of(own_set.number, held) if own_set else None,
    )


def _registration(
    product: Product,
    dossier: OcopDossier | None,
    own_set: OcopSet | None,
    papers: dict[str, OcopEvidence],
) -> tuple[DossierLine, ...]:
    owner = product.cooperative
    attached = sum(row.state == "have" for row in papers.values())
    return (
        DossierLine(N_("Số phiếu"), "", by_hand=True),
        DossierLine(N_("Tên đơn vị"), owner.name, "cooperative", "name"),
        DossierLine(
            N_("Người đại diện pháp lý"), owner.representative, "cooperative", "representative"
        ),
        DossierLine(N_("Chức vụ"), dossier.position if dossier else "", "dossier", "position"),
        DossierLine(N_("Địa chỉ"), _address(product), "cooperative", "address"),
        DossierLine(N_("Điện thoại"), format_phone(owner.phone), "cooperative", "phone"),
        DossierLine(N_("Thư điện tử"), dossier.email if dossier else "", "dossier", "email"),
        DossierLine(N_("Tên sản phẩm"), product.name, "product", "name"),
        DossierLine(N_("Ngành, nhóm, phân nhóm"), _set_name(own_set), "product", "ocop_set"),
        DossierLine(
            N_("Lần đăng ký"), ROUNDS[dossier.round] if dossier else "", "dossier", "round"
        ),
        DossierLine(
            N_("Tài liệu kèm theo"),
            N_("%(count)s loại (xem bảng minh chứng)", count=attached) if attached else "",
            "evidence",
        ),
    )


def _report(
    product: Product,
    dossier: OcopDossier | None,
    papers: dict[str, OcopEvidence],
    is_scored: bool,
) -> tuple[DossierLine, ...]:
    owner = product.cooperative
    packs = ", ".join(f"{pack.label} ({format_mass(pack.net_mass_g)})" for pack in product.packs)
    founded = str(owner.founded_year or "")
    return (
        DossierLine(N_("Loại hình"), KIND_WORDS[owner.kind], "cooperative", "kind"),
        DossierLine(N_("Giới tính, dân tộc, nơi ở của người đại diện"), "", by_hand=True),
        DossierLine(N_("Năm thành lập"), founded, "cooperative", "founded_year"),
        DossierLine(
            N_("Số đăng ký kinh doanh"),
            dossier.registration_number if dossier else "",
            "dossier",
            "registration_number",
        ),
        DossierLine(N_("Quy cách đóng gói"), packs, "product", "packs-0-label"),
        *_ticks(product, papers),
        DossierLine(N_("Quá trình hình thành, câu chuyện"), owner.story, "cooperative", "story"),
        DossierLine(
            N_("Bộ máy tổ chức"), dossier.structure if dossier else "", "dossier", "structure"
        ),
        DossierLine(
            N_("Kết quả sản xuất, kinh doanh"),
            dossier.results if dossier else "",
            "dossier",
            "results",
        ),
        DossierLine(
            N_("Điểm tự đánh giá"),
            N_("xem phiếu điểm ở cuối") if is_scored else "",
            "scores",
        ),
        DossierLine(
            N_("Kế hoạch phát triển sản phẩm"), dossier.plan if dossier else "", "dossier", "plan"
        ),
    )


def _ticks(product: Product, papers: dict[str, OcopEvidence]) -> list[DossierLine]:
    """The four boxes of form 02; each leads to the paper that fills it."""
    boxes = (
        (N_("Đã đăng ký kinh doanh"), "business-registration", ""),
        (N_("Đã công bố chất lượng"), "declaration", ""),
        (N_("Đủ điều kiện an toàn thực phẩm"), "production-conditions", "food_safety"),
        (N_("Đã bảo hộ sở hữu trí tuệ"), "intellectual-property", ""),
    )
    lines = []
    for label, kind, certificate in boxes:
        paper = papers.get(kind)
        has_certificate = any(row.kind == certificate for row in product.certificates)
        value: Message | str = ""
        if has_certificate or (paper is not None and paper.state == "have"):
            value = N_("có")
        elif paper is not None and paper.state == "not_applicable":
            value = N_("không áp dụng")
        lines.append(DossierLine(label, value, f"evidence:{kind}"))
    return lines


def _address(product: Product) -> str:
    owner = product.cooperative
    place = (owner.address, owner.commune.name, owner.commune.province.name)
    return ", ".join(part for part in place if part)


def _paper(key: str, name: str, papers: dict[str, OcopEvidence]) -> DossierEvidence:
    row = papers.get(key)
    if row is None:
        return DossierEvidence(key, name, "missing", "", "")
    return DossierEvidence(key, name, row.state, row.note, row.file_name)


def _set_name(own_set: OcopSet | None) -> Message | str:
    if own_set is None:
        return ""
    levels = {
        "branch": Figure(official_words, own_set.branch),
        "number": own_set.number,
        "set": Figure(OcopSet.name_in, own_set),
    }
    if not own_set.group:
        return N_("%(branch)s – %(number)s. %(set)s", **levels)
    group = Figure(official_words, own_set.group)
    return N_("%(branch)s – %(group)s – %(number)s. %(set)s", group=group, **levels)
