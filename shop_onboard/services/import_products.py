"""Products of a spreadsheet, a batch at a time: looked up by few queries, written by few."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.imports.rows import ProductRow
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import Certificate, PackSize, Product
from shop_onboard.queries import imports as queries
from shop_onboard.services import products, slugs, versions
from shop_onboard.services.import_rows import (
    UNCHANGED,
    Decision,
    Record,
    as_told,
    check_filled,
)
from shop_onboard.services.import_run import PlannedProduct, Run
from shop_onboard.services.snapshots import told
from shop_onboard.values.codes import public_code

_LONGEST_SKU = 45


@dataclass
class Batch:
    """What a batch of products needs: their cooperatives, those that are there, free addresses."""

    run: Run
    held: dict[tuple[int, str], Product]
    slugs: set[str]
    skus: set[str]
    made: list["NewProduct"] = field(default_factory=list)

    @classmethod
    def of(cls, run: Run, records: Sequence[Record]) -> "Batch":
        rows = [_first(record) for record in records]
        codes = {code for row in rows for code in run.codes_of(row.cooperative_code)}
        owners = queries.cooperatives_called(run.actor, run.union.id, codes)
        run.know(owners)
        slugs_wanted = {public_code(row.code) for row in rows}
        skus_wanted = {
            _sku_of(public_code(_first(record).code), position)
            for record in records
            for position in range(len(record.rows))
        }
        return cls(
            run,
            queries.products_called([row.id for row in owners], {row.code for row in rows}),
            queries.slugs_taken(slugs_wanted),
            queries.skus_taken(skus_wanted),
        )

    def decide(self, record: Record) -> Decision:
        """The rows of one «Mã SP»: a product with its pack sizes, handed in for review."""
        row, run = _first(record), self.run
        owner = run.cooperative(row.cooperative_code)
        data = _data(record)
        products.check_may_edit(run.actor, owner)
        products.check_packs(data)
        key = ("product", owner.id, row.code)
        if run.is_told(key, data):
            return UNCHANGED
        held = self.held.get((owner.id, row.code))
        is_lone = held is not None and len(record.rows) == 1
        if not (record.sheet.is_draft or is_lone):
            for each in record.rows:
                check_filled(record.sheet, each, ("pack_label",))
        run.tell(key, data, row.row)
        if held is not None:
            return self._changed(record, held, data)
        if run.is_trial:
            planned = PlannedProduct(run.plan.next_id(), row.code, owner, row.shelf_life_days)
            run.plan.products[owner.id, row.code] = planned
            run.plan.products_by_code.setdefault(row.code, []).append(planned)
        return Decision("created", lambda: self._make(record, owner, data))

    def _changed(self, record: Record, held: Product, data: products.ProductData) -> Decision:
        changed = _onto(data, held, record.sheet.filled)
        differs = products.check_change(self.run.actor, held, changed)
        more = [photo for photo in _photos(self.run, record) if not _shows(held, photo)]
        if not differs and not more:
            return UNCHANGED

        def carry_out() -> None:
            if differs:
                products.update(self.run.actor, held, changed, None)
            for photo in more:
                products.add_photo(self.run.actor, held, photo)

        return Decision("updated", carry_out)

    def _make(self, record: Record, owner: Cooperative, data: products.ProductData) -> None:
        slug = self._slug(data.code)
        columns = products.new_columns(self.run.actor, owner, data, data.code, slug)
        packs = [
            {"sku": self._sku(slug, position), "position": position, **vars(pack)}
            for position, pack in enumerate(data.packs)
        ]
        self.made.append(
            NewProduct(
                columns | {"state": "submitted" if packs else "draft"},
                packs,
                products.paper_columns(data.ocop) if data.ocop else None,
                tuple(_photos(self.run, record)),
            )
        )

    def _slug(self, code: str) -> str:
        slug = public_code(code)
        if slug in self.slugs:
            slug = slugs.free(Product.slug, code)
        self.slugs.add(slug)
        return slug

    def _sku(self, slug: str, position: int) -> str:
        sku = _sku_of(slug, position)
        if sku in self.skus:
            sku = slugs.free(PackSize.sku, sku)
        self.skus.add(sku)
        return sku

    def finish(self) -> None:
        """Write what was made, with its versions, by one statement a table."""
        made, self.made = self.made, []
        if not made:
            db.session.flush()
            return
        inserted = sa.insert(Product).returning(Product.id, sort_by_parameter_order=True)
        ids = db.session.scalars(inserted, [new.columns for new in made]).all()
        with_ids = list(zip(ids, made, strict=True))
        _insert(
            PackSize, [{"product_id": id_, **pack} for id_, new in with_ids for pack in new.packs]
        )
        _insert(
            Certificate,
            [
                {"product_id": id_, "is_sample": new.columns["is_sample"], **new.paper}
                for id_, new in with_ids
                if new.paper
            ],
        )
        versions.created_together(
            self.run.actor, "product", [new.version(id_) for id_, new in with_ids]
        )
        for id_, new in with_ids:
            self._add_photos(id_, new)

    def _add_photos(self, product_id: int, new: "NewProduct") -> None:
        product = queries.whole_product(product_id) if new.photos else None
        if product is not None:
            for photo in new.photos:
                products.add_photo(self.run.actor, product, photo)


@dataclass(frozen=True)
class NewProduct:
    """The columns of a product that is about to be written, of its packs and its certificate."""

    columns: dict[str, Any]
    packs: list[dict[str, Any]]
    paper: dict[str, Any] | None
    photos: tuple[products.StoredPhoto, ...]

    def version(self, product_id: int) -> versions.Made:
        """What its first version tells."""
        after = told(Product, self.columns)
        after |= {f"packs/{pack['label']}": told(PackSize, pack) for pack in self.packs}
        if self.paper:
            after["certificates/ocop"] = told(Certificate, self.paper)
        columns = self.columns
        return versions.Made(product_id, columns["cooperative_id"], columns["is_sample"], after)


def _insert(table: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(sa.insert(table), rows)


def _sku_of(slug: str, position: int) -> str:
    return f"{slug}-{position + 1}"[:_LONGEST_SKU]


def _first(record: Record) -> ProductRow:
    return cast(ProductRow, record.rows[0])


def _shows(product: Product, photo: products.StoredPhoto) -> bool:
    """Whether a picture is there already: the very same, or one that was sent by this name."""
    return any(
        photo.storage_key == held.storage_key or photo.file_name == held.file_name
        for held in product.photos
    )


def _photos(run: Run, record: Record) -> Iterable[products.StoredPhoto]:
    if not run.photos:
        return ()
    rows = cast("tuple[ProductRow, ...]", record.rows)
    names = dict.fromkeys(name for row in rows for name in row.photos)
    return [run.photos[name] for name in names if name in run.photos]


def _data(record: Record) -> products.ProductData:
    row = _first(record)
    return products.ProductData(
        name=row.name,
        code=row.code,
        name_en=row.name_en,
        ocop_set=row.ocop_set,
        description=row.description,
        shelf_life_days=row.shelf_life_days,
        storage=row.storage,
        season_from=row.season_from,
        season_to=row.season_to,
        ocop=products.OcopData(row.ocop_stars, row.ocop_decision, row.ocop_issued_on)
        if row.ocop_stars or row.ocop_decision
        else None,
        packs=tuple(_packs(cast("tuple[ProductRow, ...]", record.rows))),
    )


def _packs(rows: Iterable[ProductRow]) -> Iterable[products.PackData]:
    """The packs that are told whole; a list of names and stars has none yet."""
    for row in rows:
        if row.pack_label and row.net_mass_g is not None and row.price_vnd is not None:
            yield products.PackData(
                label=row.pack_label,
                net_mass_g=row.net_mass_g,
                price_vnd=row.price_vnd,
                gross_mass_g=row.gross_mass_g,
                stock=row.stock,
                gtin=row.gtin,
            )


def _with_right(pack: products.PackData, held: PackSize) -> products.PackData:
    """A file says a number, not whose it is: the right to the old one is none to another."""
    if pack.gtin == held.gtin:
        return pack
    return replace(pack, gtin_owner="", has_gtin_right=False)


def _onto(data: products.ProductData, held: Product, told: frozenset[str]) -> products.ProductData:
    """What the file does not tell of stays: columns, packs and papers that it does not have."""
    packs = {pack.label: pack for pack in held.packs}
    kept = tuple(
        _with_right(as_told(pack, packs[pack.label], told | {"label"}), packs[pack.label])
        if pack.label in packs
        else pack
        for pack in data.packs
    )
    if not kept:
        kept = tuple(
            products.PackData(
                pack.label,
                pack.net_mass_g,
                pack.price_vnd,
                pack.gross_mass_g,
                pack.stock,
                pack.gtin,
                pack.length_mm,
                pack.width_mm,
                pack.height_mm,
                pack.gtin_owner,
                pack.has_gtin_right,
            )
            for pack in held.packs
        )
    ocop = data.ocop
    paper = next((row for row in held.certificates if row.kind == "ocop"), None)
    if ocop is not None and paper is not None:
        ocop = products.OcopData(
            ocop.stars if "ocop_stars" in told else paper.stars,
            ocop.number if "ocop_decision" in told else paper.number,
            ocop.issued_on if "ocop_issued_on" in told else paper.issued_on,
        )
    return replace(as_told(data, held, told | {"packs", "ocop", "code"}), packs=kept, ocop=ocop)
