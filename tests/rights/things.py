"""One object of every kind that an address can name, all of cooperative A or its union."""

import io
from dataclasses import asdict
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Flask
from PIL import Image

from shop_onboard.extensions import db
from shop_onboard.imports import folding
from shop_onboard.imports.readers import read_tables
from shop_onboard.models.accounts import Account, RoleGrant
from shop_onboard.models.consents import Consent
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.imports import Import
from shop_onboard.models.listing_results import ListingResult
from shop_onboard.models.listing_templates import ListingTemplate
from shop_onboard.models.listings import Storefront
from shop_onboard.models.payments import Order
from shop_onboard.models.products import Certificate
from shop_onboard.models.sales import Sale
from shop_onboard.policy import SYSTEM, Actor, Role
from shop_onboard.queries import accounts as account_queries
from shop_onboard.queries import cooperatives, lots, organisations, recycling
from shop_onboard.queries import listing_states as state_queries
from shop_onboard.queries import products as product_queries
from shop_onboard.services import (
    accounts,
    campaigns,
    channel_photos,
    conditions,
    consents,
    feeds,
    import_steps,
    imports,
    invitations,
    jobs,
    listing_exports,
    listing_results,
    listing_states,
    listing_templates,
    ocop,
    people,
    products,
    registrations,
    versions,
)
from shop_onboard.services import recycling as bin_services
from shop_onboard.services.imports import stored_error
from shop_onboard.values.conditions import all_papers
from shop_onboard.values.papers import StoredPaper
from shop_onboard.values.text import N_
from shop_onboard.values.workbook import RowError
from tests import world
from tests.rights import traced
from tests.rights.people import PHONES

Values = dict[str, Any]
# An object that an address names after its question mark.
ASKED_FOR: dict[str, Values] = {
    endpoint: {word: value}
    for word, value, endpoints in (
        ("cooperative", world.COOPERATIVE_A, "products sales listings payments"),
        ("product", world.PRODUCT_A, "lots"),
        ("lot", world.LOT_A, "labels"),
        ("under", "DX-A", "organisations"),
    )
    for blueprint in endpoints.split()
    for endpoint in (f"{blueprint}.new", f"{blueprint}.create")
    if endpoint != "labels.create"
} | {
    "recalls.new": {"lot": world.LOT_A},
    "recalls.create": {"lot": world.LOT_A},
    "scans.index": {"product": world.PRODUCT_A},
    "scans.lot": {"lot": world.LOT_A},
    "listing_exports.new": {"marketplace": "postmart", "cooperative": world.COOPERATIVE_A},
    "listing_exports.create": {"marketplace": "postmart", "cooperative": world.COOPERATIVE_A},
}
_LIST = "Tên sản phẩm;Chủ thể;Ghi chú\nMật ong rừng;Hộ Lê A;ngon\nMiến dong;Hộ Lê B;dai\n"


def make(app: Flask) -> dict[str, Values]:
    """Endpoint, or the blueprint of several → what fills its address; the caller commits."""
    storage = app.extensions["storage"]
    picture = storage.put(_picture())
    a = cooperatives.one(SYSTEM, world.COOPERATIVE_A)
    found: dict[str, Values] = _public() | _of_the_union(storage)
    found |= _of_the_cooperative(a, picture) | _of_the_product(a, picture) | _thrown_away(a)
    found |= _for_machines(a, storage)
    found |= traced.of_lot(lots.called(SYSTEM, world.LOT_A)[0], storage)
    return found


def own(name: str) -> dict[str, Values]:
    """What belongs to this person alone, be they in whatever union; the caller commits."""
    actor = _actor(name)
    job = jobs.ask(actor, "labels", "Tem của A", {})
    job.state, job.result_key, job.result_name = "done", "0" * 64, "tem.pdf"
    open_job = jobs.ask(actor, "labels", "Tem nữa của A", {})
    account = db.session.get_one(Account, actor.account_id)
    accounts.open_session(account, "another phone", 1)
    session = max(
        account_queries.sessions_of(account.id, account.created_at), key=lambda row: row.id
    )
    found: dict[str, Values] = {
        "jobs": {"code": job.code},
        "jobs.cancel": {"code": open_job.code},
        "own_account": {"number": session.id},
    }
    if name in ("volunteer", "subtree officer", "group officer"):
        thrown = registrations.start(actor)
        registrations.keep(thrown, {"name": "Hộ trồng vải"})
        registrations.discard(actor, thrown)
        draft = registrations.start(actor)
        found["registrations.restore"] = {"reference": thrown.reference}
        found["registrations"] = {"reference": draft.reference, "key": "producer"}
        own = {"reference": draft.reference, "code": world.COOPERATIVE_A}
        found["registrations.same"] = own
    return found


def _public() -> dict[str, Values]:
    return {
        "accounts.switch_language": {"chosen": "en"},
        "boards": {"campaign": world.CAMPAIGN},
        "help.guide": {"key": "register"},
        "listing_limits": {"marketplace": "google", "key": "title"},
        "marketplaces": {"key": "postmart"},
        "settings": {"key": "dormant_days"},
        "shops": {"slug": world.COOPERATIVE_A, "product": world.PRODUCT_A},
    }


def _shop_paper(a: Cooperative, picture: str) -> str:
    kept = StoredPaper(picture, "giay.jpg", "image/jpeg")
    paper = all_papers()["registration"]
    conditions.save(SYSTEM, a, paper, conditions.PaperData("have", file=kept), 0)
    return paper.key


def _of_the_cooperative(a: Cooperative, picture: str) -> dict[str, Values]:
    lot = lots.called(SYSTEM, world.LOT_A)[0]
    db.session.add(Order(code="DH-A", cooperative_id=a.id, amount_vnd=70_000))
    consents.record_paper(
        SYSTEM, a, {"contact"}, consents.Paper(picture, "image/jpeg", world.TODAY)
    )
    paper = db.session.scalars(sa.select(Consent.id).where(Consent.storage_key == picture)).one()
    union = organisations.required("DX-A")
    twin = world.cooperative("HTX-A2", "HTX Vải Giáp Sơn", union, "07582", "+84510000062")
    shop = db.session.scalars(sa.select(Storefront.id).where(Storefront.cooperative_id == a.id))
    shop_id = shop.one()
    sale = db.session.scalars(sa.select(Sale.code).where(Sale.cooperative_id == a.id))
    return {
        "cooperatives": {"code": a.slug},
        "consents": {"code": a.slug, "number": paper, "token": consents.make_link(SYSTEM, a)},
        "conditions": {"code": a.slug, "kind": _shop_paper(a, picture)},
        "duplicates": {"first": a.slug, "second": twin.slug},
        "history": {"kind": "cooperative", "code": a.slug},
        "lots": {"code": lot.slug},
        "history.delete": {"kind": "storefront", "code": shop_id},
        "listings": {"number": shop_id},
        "listing_states": {"code": world.PRODUCT_A, "batch": _state_set(a)},
        "listing_exports": {"code": _export(a)},
        "listing_results": {"code": _result(a).code},
        "listing_templates": {"code": _template(a).code},
        "sales": {"code": sale.first()},
        "payments": {"code": "DH-A"},
    }


def _for_machines(a: Cooperative, storage: Any) -> dict[str, Values]:
    feed, token = feeds.make(SYSTEM, a, feeds.FeedData("google", "rss"))
    products = [product_queries.one(SYSTEM, world.PRODUCT_A)]
    hosted = channel_photos.host(products, "woocommerce", "", storage)
    return {
        "feeds": {"number": feed.id, "key": "google", "token": token},
        "channel_photos": {"name": next(iter(hosted.names.values()))},
    }


def _state_set(a: Cooperative) -> str:
    wanted = [listing_states.Wanted(pack, "live") for pack in state_queries.packs_of(a)]
    return listing_states.set_states(SYSTEM, "postmart", wanted).batch


def _export(a: Cooperative) -> str:
    rules = listing_exports.Rules(world.TODAY, "mark")
    made = listing_exports.Made("postmart", "Buudien.vn", "all", rules, 1, (), (), ())
    file = jobs.Result("0" * 64, "tep.zip", "application/zip")
    return listing_exports.keep(SYSTEM, a, made, file).code


def _result(a: Cooperative) -> ListingResult:
    raw = read_tables("SKU;Trạng thái\nX;Đang bán\n".encode(), "ket-qua.csv")
    sent = listing_results.Received("postmart", "ket-qua.csv", "0" * 64)
    return listing_results.receive(SYSTEM, a, sent, raw)


def _template(a: Cooperative) -> ListingTemplate:
    content = "Tên sản phẩm*;Ghi chú\n".encode()
    sketch = listing_templates.read(content, "mau.csv")
    sent = listing_templates.Received("postmart", "Buudien.vn", "mau.csv", "0" * 64, sketch)
    return listing_templates.receive(SYSTEM, a, sent)


def _of_the_product(a: Cooperative, picture: str) -> dict[str, Values]:
    product = product_queries.one(SYSTEM, world.PRODUCT_A)
    row = db.session.scalars(sa.select(Certificate).where(Certificate.product_id == product.id))
    gi = next(paper for paper in row if paper.kind == "gi")
    gi.storage_key, gi.media_type = picture, "image/jpeg"
    products.add_photo(
        SYSTEM, product, products.StoredPhoto(picture, "a.jpg", "image/jpeg", 40, 40)
    )
    stored = StoredPaper(picture, "giay.jpg", "image/jpeg")
    kept = ocop.EvidenceData("have", "", stored)
    ocop.save_evidence(SYSTEM, product, "business-registration", kept, 0)
    typed = world.product(a, "TONG-A", "Miến dong A")
    typed.ocop_set = 2
    code = {"code": product.slug}
    photo = {"number": product.photos[0].id}
    return {
        "products": code | photo,
        "photos": code | photo,
        "gi_rights": code,
        "readiness": code,
        "ocop": code | {"part": "a", "kind": "business-registration"},
        "ocop.edit_totals": {"code": typed.slug},
        "ocop.save_totals": {"code": typed.slug},
        "shops.photo": {"slug": a.slug, "product": product.slug} | photo,
    }


def _thrown_away(a: Cooperative) -> dict[str, Values]:
    made = world.product(a, "BO-A", "Vải sấy A")
    row = recycling.record("product", made.id)
    version = bin_services.throw_away(SYSTEM, row)
    return {
        "recycling": {"kind": "product", "number": made.id},
        "history.undo": {"number": version.id},
    }


def _of_the_union(storage: Any) -> dict[str, Values]:
    officer = _actor("subtree officer")
    union = organisations.required("DX-A")
    commune_id = union.commune_id or 0
    near = invitations.JoinData("Người Xin", "+84510000099", "volunteer", commune_id)
    wanted = invitations.InvitationData("Người Mới", "+84510000098", Role.VOLUNTEER, union)
    invited, token = invitations.invite(officer, wanted)
    volunteer = account_queries.account_by_phone(PHONES["volunteer"])
    assert volunteer is not None
    db.session.flush()
    grants = sa.select(RoleGrant.id).where(RoleGrant.account_id == volunteer.id)
    reference = invitations.ask(near).reference
    programme = campaigns.CampaignData("CT-A", "Của xã", date(2026, 1, 1), date(2026, 12, 31))
    campaigns.save(SYSTEM, union, programme)
    return {
        "campaigns": {"code": "CT-A"},
        "commune_groups": {"code": "KV-A"},
        "organisations": {"code": "DX-A"},
        "union_moves": {"code": "DX-A"},
        "join": {"reference": reference},
        "invitations": {"number": invited.id, "token": token},
        "people": {
            "number": volunteer.id,
            "role": db.session.scalars(grants).one(),
            "token": people.make_password_link(SYSTEM, volunteer),
        },
    } | _imports(storage)


def _imports(storage: Any) -> dict[str, Values]:
    """A list whose columns are being named, and one that went in with a wrong row."""
    volunteer, union = _actor("volunteer"), organisations.required("DX-A")
    content = _LIST.encode("utf-8-sig")
    key = storage.put(content)
    fresh = imports.receive(volunteer, union, "a.csv", key, "received")
    import_steps.look_over(volunteer, fresh, read_tables(content, "a.csv"))
    done: Import = imports.receive(volunteer, union, "b.csv", storage.put(content), "done")
    done.failed_count = 1
    done.errors = [stored_error(RowError("b", 2, "Ghi chú", N_("Hãy chọn kênh bán.")))]
    fold = folding.Fold("b", "products", "Vải", 2, 1, (folding.Difference("Tên", "Vải", "Mỳ"),))
    done.trial = {"folds": [asdict(fold)]}
    programme = campaigns.CampaignData("CT-B", "Từ tệp", date(2026, 1, 1), date(2026, 12, 31))
    with versions.of_import(done.id):
        campaigns.save(SYSTEM, union, programme)
    code, past = {"code": fresh.code}, {"code": done.code}
    of_past = ("wrong_rows", "doubtful_rows", "before_undo")
    return {"imports": code, "import_columns": code} | {f"imports.{name}": past for name in of_past}


def _actor(name: str) -> Actor:
    account = account_queries.account_by_phone(PHONES[name])
    actor = account_queries.actor_of(account.id, world.TODAY) if account else None
    assert actor is not None, name
    return actor


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "orange").save(out, "JPEG")
    return out.getvalue()
