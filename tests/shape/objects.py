"""One object of cooperative A behind every kind of address, for people who must not see it."""

from dataclasses import replace

import sqlalchemy as sa
from flask import Flask

from shop_onboard.exports import differences
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.imports.readers import read_tables
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.feeds import Feed
from shop_onboard.models.labels import Label, LabelBatch
from shop_onboard.models.listing_exports import ExportRun
from shop_onboard.models.listing_results import ListingResult
from shop_onboard.models.listing_templates import ListingTemplate
from shop_onboard.models.listings import Storefront
from shop_onboard.models.lots import Lot
from shop_onboard.models.organisations import Union
from shop_onboard.models.payments import Order
from shop_onboard.models.products import Product
from shop_onboard.models.sales import Sale
from shop_onboard.models.scans import CloneFlag, LotScans, ProductScans
from shop_onboard.policy import SYSTEM, Actor, Role
from shop_onboard.queries import cooperatives, lots, organisations, places
from shop_onboard.queries.accounts import account_by_phone, actor_of, sessions_of
from shop_onboard.queries.feedback import Subject
from shop_onboard.services import (
    accounts,
    commune_groups,
    feedback,
    feeds,
    imports,
    invitations,
    jobs,
    label_stocks,
    labels,
    listing_exports,
    listing_results,
    listing_states,
    listing_templates,
    recalls,
    registrations,
    storefronts,
)
from shop_onboard.values.label_stock import get_label_stock
from tests import world


def make(app: Flask) -> dict[str, str]:
    """Blueprint → the address part of an object that belongs to A or its union."""
    with app.app_context(), writing():
        a = cooperatives.one(SYSTEM, world.COOPERATIVE_A)
        found = _of_the_cooperative(app, a) | _of_the_union(app, a)
        db.session.commit()
        return found


def _of_the_cooperative(app: Flask, a: Cooperative) -> dict[str, str]:
    lot = lots.called(SYSTEM, world.LOT_A)[0]
    batch = labels.make(SYSTEM, lot, 2, get_label_stock(), is_trial=True, pack_label="Hộp 2 kg")
    own = label_stocks.Owner(cooperative=a)
    paper = label_stocks.add(SYSTEM, own, replace(get_label_stock(), name="Giấy của A"))
    db.session.add(Order(code="DH-A", cooperative_id=a.id, amount_vnd=70_000))
    db.session.flush()
    return _about_codes(a, lot, batch) | {
        "cooperatives": a.slug,
        "duplicates": a.slug,
        "history": "cooperative",
        "recycling": "cooperative",
        "consents": a.slug,
        "products": world.PRODUCT_A,
        "photos": world.PRODUCT_A,
        "gi_rights": world.PRODUCT_A,
        "readiness": world.PRODUCT_A,
        "conditions": a.slug,
        "ocop": world.PRODUCT_A,
        "growers": a.slug,
        "lots": lot.slug,
        "lot_events": lot.slug,
        "lot_growers": lot.slug,
        "lot_making": lot.slug,
        "labels": str(batch.id),
        "label_parts": str(batch.id),
        "label_stocks": f"own-{paper.id}",
        "listings": str(_first(Storefront.id, a)),
        "sales": str(_first(Sale.code, a)),
        "payments": "DH-A",
        "listing_templates": template(app, a).code,
        "feeds": str(feed(a).id),
        "listing_states": world.PRODUCT_A,
        "listing_exports": export(app, a).code,
        "listing_results": result(app, a).code,
    }


def template(app: Flask, owner: Cooperative) -> ListingTemplate:
    """A template of a marketplace, whose columns somebody has yet to name."""
    content = "Tên sản phẩm*;Kho gửi*\n".encode()
    sketch = listing_templates.read(content, "mau.csv")
    key = app.extensions["storage"].put(content)
    sent = listing_templates.Received("postmart", "Buudien.vn", "mau.csv", key, sketch)
    return listing_templates.receive(SYSTEM, owner, sent)


def feed(owner: Cooperative) -> Feed:
    """An address that Google fetches."""
    return feeds.make(SYSTEM, owner, feeds.FeedData("google", "rss"))[0]


def export(app: Flask, owner: Cooperative) -> ExportRun:
    """A file for a marketplace with one listing in it."""
    key = app.extensions["storage"].put(owner.slug.encode())
    held = [differences.Held(f"SKU-{owner.id}", "Vải thiều", {"price_vnd": 1_000})]
    rules = listing_exports.Rules(world.TODAY, "mark")
    made = listing_exports.Made("postmart", "Buudien.vn", "all", rules, 5, held, (), ())
    file = jobs.Result(key, "tep.zip", "application/zip")
    return listing_exports.keep(SYSTEM, owner, made, file)


def result(app: Flask, owner: Cooperative) -> ListingResult:
    """What a marketplace answered, before its columns are named."""
    content = "SKU;Trạng thái\nX;Đang bán\n".encode()
    key = app.extensions["storage"].put(content)
    sent = listing_results.Received("postmart", "ket-qua.csv", key)
    return listing_results.receive(SYSTEM, owner, sent, read_tables(content, "ket-qua.csv"))


def _listed(product: Product) -> None:
    wanted = [listing_states.Wanted(pack, "live") for pack in product.packs]
    listing_states.set_states(SYSTEM, "postmart", wanted)


def _about_codes(a: Cooperative, lot: Lot, batch: LabelBatch) -> dict[str, str]:
    recall = recalls.begin(SYSTEM, world.lot(lot.product, "LO-A-THU-HOI"), "Có mùi lạ")
    label_id = db.session.scalar(sa.select(Label.id).where(Label.batch_id == batch.id).limit(1))
    flag = CloneFlag(label_id=label_id, rule="many_days", scan_count=99, flagged_at=utc_now())
    db.session.add(flag)
    db.session.flush()
    return {
        "recalls": str(recall.id),
        "scans": str(flag.id),
        "activations": str(batch.id),
        "feedback": _reported(a),
    }


def _reported(a: Cooperative) -> str:
    subject = Subject("", cooperative_id=a.id)
    return feedback.send(subject, feedback.FeedbackData("quality", "Quả bị dập")).reference


def _of_the_union(app: Flask, a: Cooperative) -> dict[str, str]:
    """What Đoàn xã A's officer keeps, asked for or was asked."""
    officer = _officer()
    union = organisations.required("DX-A")
    key = app.extensions["storage"].put(b"A")
    received = imports.receive(officer, union, "a.xlsx", key)
    job = jobs.ask(officer, "labels", "Tem của A", {})
    asked = invitations.ask(_asking(a, "+84510000099"))
    wanted = invitations.InvitationData("Người Mới", "+84510000098", Role.VOLUNTEER, union)
    invited, _token = invitations.invite(officer, wanted)
    db.session.flush()
    return {
        "people": str(officer.account_id),
        "own_account": str(_session_of_officer()),
        "registrations": registrations.start(officer).reference,
        "imports": received.code,
        "import_columns": received.code,
        "jobs": job.code,
        "organisations": "DX-A",
        "union_moves": "DX-A",
        "commune_groups": _group_of(union),
        "join": asked.reference,
        "invitations": str(invited.id),
    }


def _group_of(union: Union) -> str:
    commune_id = places.commune_id("07582")
    assert commune_id is not None
    data = commune_groups.GroupData("Khu vực của A", frozenset({commune_id}))
    return commune_groups.create(SYSTEM, union, "KV-A", data).code


def multiply(app: Flask, wanted: int) -> None:
    """Fill every list of cooperative A's people until it has this many rows."""
    with app.app_context(), writing():
        union = organisations.required("DX-A")
        officer = _officer()
        for number in range(wanted - 1):
            _one_more(app, officer, union, number)
        db.session.commit()


def _one_more(app: Flask, officer: Actor, union: object, number: int) -> None:
    a = cooperatives.one(SYSTEM, world.COOPERATIVE_A)
    made = world.cooperative(
        f"HTX-{number:03}", f"Hợp tác xã số {number}", union, "07582", f"+8451000{number:05}"
    )
    # Each cooperative has its own lists, and A's manager has a long list too.
    for owner in (made, a):
        product = world.product(owner, f"SP-{owner.id}-{number}", f"Vải số {number}")
        lot: Lot = world.lot(product, f"LO-{owner.id}-{number}")
        stock = get_label_stock()
        batch = labels.make(SYSTEM, lot, 1, stock, is_trial=True, pack_label="Hộp 2 kg")
        _scanned(product, lot, batch)
        _reported(owner)
        world.sale(owner, product, 1_000 + number)
        shop = storefronts.StorefrontData("postmart", f"Gian {owner.id} {number}")
        storefronts.save(SYSTEM, owner, shop)
        order = Order(code=f"DH-{owner.id}-{number}", cooperative_id=owner.id, amount_vnd=1_000)
        db.session.add(order)
        template(app, owner)
        feed(owner)
        export(app, owner)
        result(app, owner)
        _listed(product)
    key = app.extensions["storage"].put(str(number).encode())
    imports.receive(officer, union, f"{number}.xlsx", key)
    jobs.ask(officer, "labels", f"Việc số {number}", {})
    phone = f"+8451000{number:05}"
    invitations.ask(_asking(a, phone))
    data = invitations.InvitationData("Người Mới", phone, Role.MANAGER, cooperative=made)
    invitations.invite(officer, data)
    db.session.flush()
    db.session.expunge_all()


def _scanned(product: Product, lot: Lot, batch: LabelBatch) -> None:
    label_id = db.session.scalar(sa.select(Label.id).where(Label.batch_id == batch.id))
    db.session.add(ProductScans(product_id=product.id, day=world.TODAY, scan_count=3))
    db.session.add(LotScans(lot_id=lot.id, day=world.TODAY, scan_count=2))
    db.session.add(
        CloneFlag(label_id=label_id, rule="many_days", scan_count=9, flagged_at=utc_now())
    )


def _asking(near: Cooperative, phone: str) -> invitations.JoinData:
    return invitations.JoinData("Người Xin", phone, "volunteer", near.commune_id)


def _officer() -> Actor:
    account = account_by_phone(world.PHONES["officer"])
    actor = actor_of(account.id, world.TODAY) if account else None
    assert actor is not None
    return actor


def _session_of_officer() -> int:
    account = account_by_phone(world.PHONES["officer"])
    assert account is not None
    accounts.open_session(account, "tests", 1)
    return max(row.id for row in sessions_of(account.id, utc_now()))


def _first(column: object, owner: Cooperative) -> object:
    model = column.class_
    return db.session.scalar(sa.select(column).where(model.cooperative_id == owner.id).limit(1))
