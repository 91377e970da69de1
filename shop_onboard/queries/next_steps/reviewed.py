"""The next step on records that a union officer approves: cooperatives and their products."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.listings import Listing
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Certificate, PackSize, Product
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import gi_rights
from shop_onboard.queries.next_steps.step import Goal, NextStep, act, wait
from shop_onboard.queries.reviews import Asked
from shop_onboard.queries.scope import may_for
from shop_onboard.values import ocop
from shop_onboard.values.dates import format_date
from shop_onboard.values.review_fields import field_label
from shop_onboard.values.text import N_, Figure, Message

MIN_DESCRIPTION_CHARS = 100
_NOTHING = Asked()


@dataclass(frozen=True)
class Gap:
    """What a product lacks before it can go online, and the step that closes it."""

    said: Message
    step: NextStep


@dataclass(frozen=True)
class Goods:
    """How many lots a product has, how many of them can still be sold, and whether it is listed."""

    lots: int
    running: int
    is_listed: bool


def goods_of(product_id: int, today: date) -> Goods:
    """Counted in one statement."""
    of_product = sa.select(sa.func.count(Lot.id)).where(Lot.product_id == product_id)
    running = of_product.where(
        Lot.recalled_at.is_(None), sa.or_(Lot.expires_on.is_(None), Lot.expires_on >= today)
    )
    listed = sa.exists().where(
        Listing.pack_size_id == PackSize.id, PackSize.product_id == product_id
    )
    row = db.session.execute(
        sa.select(of_product.scalar_subquery(), running.scalar_subquery(), listed)
    ).one()
    return Goods(row[0], row[1], bool(row[2]))


def of_cooperative(
    actor: Actor,
    cooperative: Cooperative,
    products: Sequence[Product],
    storefronts: int,
    asked: Asked = _NOTHING,
) -> NextStep:
    """Of a cooperative with its union loaded, its products and the number of its storefronts."""
    if cooperative.state in ("draft", "returned"):
        return of_unfinished_cooperative(actor, cooperative, asked, has_products=bool(products))
    if cooperative.state == "submitted":
        question = N_("Xem hồ sơ bên dưới: đủ và đúng thì duyệt, chưa thì trả lại kèm lý do.")
        return _of_submitted(actor, cooperative, cooperative, question)
    return _of_approved_cooperative(actor, cooperative, products, storefronts)


def of_unfinished_cooperative(
    actor: Actor, cooperative: Cooperative, asked: Asked, *, has_products: bool
) -> NextStep:
    """Of a draft, or of one that came back with a note or remarks."""
    if not may_for(actor, Action.COOPERATIVE_EDIT, cooperative):
        return _others_turn(cooperative, asked)
    if cooperative.state == "returned":
        return _of_returned(cooperative, asked)
    if not has_products:
        step = N_("Thêm sản phẩm đầu tiên, rồi gửi để duyệt")
        return act(step, N_("Thêm sản phẩm"), Goal.PRODUCT_NEW, cooperative.slug)
    step = N_("Xem lại rồi gửi để duyệt")
    return act(step, N_("Gửi để duyệt"), Goal.COOPERATIVE_SUBMIT, cooperative.slug)


def of_product(
    actor: Actor, product: Product, goods: Goods, today: date, asked: Asked = _NOTHING
) -> NextStep:
    """Of a product with packs, pictures, certificates and its cooperative's union loaded."""
    cooperative = product.cooperative
    if product.state in ("draft", "returned"):
        return of_unfinished_product(actor, product, asked)
    if product.state == "submitted":
        may_review = may_for(actor, Action.PRODUCT_REVIEW, cooperative)
        if may_review and cooperative.state != "approved":
            first = N_("Duyệt hợp tác xã trước, rồi mới duyệt sản phẩm.")
            return act(first, N_("Mở hợp tác xã"), Goal.COOPERATIVE, cooperative.slug)
        question = N_("Xem ảnh, giá và mô tả: đúng thì duyệt, chưa thì trả lại kèm lý do.")
        if gi_rights.unchecked(product, today):
            question = N_(
                "Xem giấy chỉ dẫn địa lý (số, ngày cấp, ảnh giấy), ảnh, giá và mô tả: "
                "đúng thì duyệt, chưa thì trả lại kèm lý do."
            )
        return _of_submitted(actor, product, cooperative, question)
    if not may_for(actor, Action.PRODUCT_EDIT, cooperative):
        return wait(N_("Đã duyệt. Hợp tác xã lo phần còn lại: lô hàng, tem và đăng lên sàn."))
    lacking = gaps(product)
    if lacking:
        return lacking[0].step
    return _of_paper(product, today) or _of_complete_product(product, goods)


def of_unfinished_product(actor: Actor, product: Product, asked: Asked) -> NextStep:
    """Of a draft, or of one that came back with remarks; pictures and packs are loaded."""
    if not may_for(actor, Action.PRODUCT_EDIT, product.cooperative):
        return _others_turn(product, asked)
    if product.state == "returned":
        return _of_returned(product, asked)
    lacking = [gap for gap in gaps(product) if gap.step.anchor in ("photo", "description")]
    if lacking:
        return lacking[0].step
    step = N_("Xem lại rồi gửi để duyệt")
    return act(step, N_("Gửi để duyệt"), Goal.PRODUCT_SUBMIT, product.slug)


def gaps(product: Product) -> list[Gap]:
    """What keeps a product with packs and pictures loaded from going online, the worst first."""
    found = []
    if not product.photos:
        ask = N_("Thêm ảnh sản phẩm: chụp ngoài trời sáng, một sản phẩm một ảnh.")
        step = act(ask, N_("Thêm ảnh"), Goal.PRODUCT, product.slug, "photo")
        found.append(Gap(N_("chưa có ảnh"), step))
    if len(product.description) < MIN_DESCRIPTION_CHARS:
        ask = N_("Viết mô tả từ %(chars)s ký tự để các sàn nhận.", chars=MIN_DESCRIPTION_CHARS)
        step = act(ask, N_("Viết mô tả"), Goal.PRODUCT_EDIT, product.slug, "description")
        said = N_("mô tả chưa đủ %(chars)s ký tự", chars=MIN_DESCRIPTION_CHARS)
        found.append(Gap(said, step))
    uncounted = next((n for n, pack in enumerate(product.packs) if pack.stock is None), None)
    if uncounted is not None:
        ask = N_("Ghi còn bao nhiêu gói «%(pack)s» để bán.", pack=product.packs[uncounted].label)
        field = f"packs-{uncounted}-stock"
        step = act(ask, N_("Ghi tồn kho"), Goal.PRODUCT_EDIT, product.slug, field)
        found.append(Gap(N_("chưa ghi tồn kho"), step))
    return found


def _of_submitted(
    actor: Actor, record: Cooperative | Product, cooperative: Cooperative, question: Message
) -> NextStep:
    is_product = isinstance(record, Product)
    review = Action.PRODUCT_REVIEW if is_product else Action.COOPERATIVE_REVIEW
    if not may_for(actor, review, cooperative):
        return wait(N_("Đang chờ cán bộ %(union)s duyệt.", union=cooperative.union.name))
    if actor.account_id in (record.registered_by_id, record.changed_by_id):
        return wait(N_("Bạn đã đăng ký hoặc sửa hồ sơ này, nên một cán bộ khác sẽ duyệt."))
    goal = Goal.PRODUCT_APPROVE if is_product else Goal.COOPERATIVE_APPROVE
    return act(question, N_("Duyệt"), goal, record.slug)


def _of_returned(record: Cooperative | Product, asked: Asked) -> NextStep:
    is_product = isinstance(record, Product)
    if asked.is_answered:
        goal = Goal.PRODUCT_SUBMIT if is_product else Goal.COOPERATIVE_SUBMIT
        step = N_("Đã sửa những gì được nhắc. Xem lại rồi gửi để duyệt.")
        return act(step, N_("Gửi để duyệt"), goal, record.slug)
    words = N_("Sửa sản phẩm") if is_product else N_("Sửa hồ sơ")
    goal = Goal.PRODUCT_EDIT if is_product else Goal.COOPERATIVE_EDIT
    field = asked.fields[0] if asked.fields else ""
    if field == "photos":
        words, goal = N_("Thêm ảnh"), Goal.PRODUCT
    anchor = "packs-0-label" if field == "packs" else field
    return act(_to_mend(record, asked), words, goal, record.slug, anchor)


def _to_mend(record: Cooperative | Product, asked: Asked) -> Message:
    """What came back with the record, in one sentence."""
    if not asked.fields:
        return N_("Sửa theo ghi chú: %(note)s", note=record.review_note)
    subject = "product" if isinstance(record, Product) else "cooperative"
    fields = _listed([field_label(subject, field) for field in asked.fields])
    if not record.review_note:
        return N_("Sửa những mục được nhắc: %(fields)s.", fields=fields)
    return N_(
        "Sửa theo ghi chú: %(note)s Những mục được nhắc: %(fields)s.",
        note=record.review_note,
        fields=fields,
    )


def _listed(words: Sequence[Message]) -> Message:
    first, *rest = words
    if not rest:
        return first
    return Message("%(first)s, %(rest)s", {"first": first, "rest": _listed(rest)})


def _others_turn(record: Cooperative | Product, asked: Asked) -> NextStep:
    if record.state == "returned" and asked.is_answered:
        return wait(N_("Người đăng ký đã sửa, đang chờ họ gửi lại để duyệt."))
    if record.state == "returned":
        note = _to_mend(record, asked)
        return wait(N_("Đang chờ người đăng ký. %(note)s", note=note))
    return wait(N_("Đang chờ người đăng ký làm xong rồi gửi để duyệt."))


def _of_approved_cooperative(
    actor: Actor, cooperative: Cooperative, products: Sequence[Product], storefronts: int
) -> NextStep:
    slug = cooperative.slug
    waiting = _first(products, "submitted")
    if waiting and may_for(actor, Action.PRODUCT_REVIEW, cooperative):
        message = N_("Sản phẩm «%(name)s» đang chờ duyệt.", name=waiting.name)
        return act(message, N_("Xem và duyệt"), Goal.PRODUCT, waiting.slug)
    if not may_for(actor, Action.PRODUCT_EDIT, cooperative):
        return wait(N_("Hồ sơ đã duyệt, không có việc nào chờ bạn."))
    if not products:
        message = N_("Thêm sản phẩm đầu tiên: tên, quy cách và giá là đủ để bắt đầu.")
        return act(message, N_("Thêm sản phẩm"), Goal.PRODUCT_NEW, slug)
    unfinished = _first(products, "returned") or _first(products, "draft")
    if unfinished:
        message = N_("Làm tiếp sản phẩm «%(name)s», rồi gửi để duyệt.", name=unfinished.name)
        return act(message, N_("Mở sản phẩm"), Goal.PRODUCT, unfinished.slug)
    if not storefronts:
        message = N_("Đã mở gian hàng trên sàn nào thì ghi lại, để theo dõi tiêu thụ.")
        return act(message, N_("Thêm gian hàng"), Goal.STOREFRONT_NEW, slug)
    if not cooperative.story:
        message = N_("Viết vài câu về mình để người mua biết ai làm ra; hồ sơ sẽ được duyệt lại.")
        return act(message, N_("Viết câu chuyện"), Goal.COOPERATIVE_EDIT, slug, "story")
    message = N_("Hồ sơ đã đủ. Bán được bao nhiêu, ghi ngay hôm đó.")
    return act(message, N_("Ghi lần bán"), Goal.SALE_NEW, slug)


def _of_paper(product: Product, today: date) -> NextStep | None:
    """What a certificate with stars asks for: a renewal in its time, a new one after its end."""
    paper = max(
        (paper for paper in product.certificates if paper.kind == "ocop" and paper.expires_on),
        key=_last_day,
        default=None,
    )
    if paper is None:
        return None
    goal, place = Goal.PRODUCT_EDIT, "ocop_number"
    ends_on = _last_day(paper)
    if ends_on < today:
        ask = N_(
            "Giấy chứng nhận OCOP đã hết hạn ngày %(day)s. Có quyết định mới thì ghi vào đây.",
            day=Figure(format_date, ends_on),
        )
        return act(ask, N_("Ghi quyết định mới"), goal, product.slug, place)
    window = ocop.renewal_window(ends_on, today)
    if window is None or not window[0] <= today <= window[1]:
        return None
    ask = N_(
        "Nộp hồ sơ công nhận lại OCOP trước hết ngày %(day)s; giấy hiện có hạn đến %(end)s.",
        day=Figure(format_date, window[1]),
        end=Figure(format_date, ends_on),
    )
    return act(ask, N_("Xem giấy chứng nhận"), Goal.PRODUCT, product.slug, "papers")


def _of_complete_product(product: Product, goods: Goods) -> NextStep:
    if not goods.lots:
        ask = N_("Ghi lô hàng đầu tiên; tem truy xuất lấy ngày và sản lượng từ đây.")
        return act(ask, N_("Thêm lô hàng"), Goal.LOT_NEW, product.slug)
    if not goods.is_listed:
        ask = N_("Xem từng sàn đã nhận được sản phẩm này chưa, rồi tạo tệp đăng sàn.")
        return act(ask, N_("Lên sàn"), Goal.READINESS, product.name)
    if not goods.running:
        ask = N_("Không còn lô nào bán được. Thu hoạch xong thì ghi lô mới.")
        return act(ask, N_("Thêm lô hàng"), Goal.LOT_NEW, product.slug)
    ask = N_("Đã lên sàn. Bán được bao nhiêu, ghi ngay hôm đó.")
    return act(ask, N_("Ghi lần bán"), Goal.SALE_NEW, product.cooperative.slug)


def _first(products: Sequence[Product], state: str) -> Product | None:
    return next((product for product in products if product.state == state), None)


def _last_day(paper: Certificate) -> date:
    return paper.expires_on or date.max
