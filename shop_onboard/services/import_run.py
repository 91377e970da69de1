"""What one import knows while its rows go in, or while it is only tried."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import count

from shop_onboard.errors import DomainError, NotFound
from shop_onboard.imports.cells import code_of_name, code_of_place
from shop_onboard.imports.rows import CooperativeRow
from shop_onboard.models.campaigns import Campaign
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.lots import Lot
from shop_onboard.models.organisations import Union
from shop_onboard.models.products import Product
from shop_onboard.policy import Actor
from shop_onboard.queries import campaigns as campaign_queries
from shop_onboard.queries import cooperatives as cooperative_queries
from shop_onboard.queries import imports as queries
from shop_onboard.queries import lot_balance, places
from shop_onboard.queries import lots as lot_queries
from shop_onboard.queries import products as product_queries
from shop_onboard.queries.import_doubles import Newcomer
from shop_onboard.services.products import StoredPhoto
from shop_onboard.values.mass import format_mass
from shop_onboard.values.text import N_, Figure, Message


@dataclass(frozen=True, slots=True)
class PlannedProduct:
    """A product that a trial would have made; its id is below zero and in no table."""

    id: int
    code: str
    cooperative: Cooperative
    shelf_life_days: int | None

    @property
    def cooperative_id(self) -> int:
        return self.cooperative.id


@dataclass(frozen=True, slots=True)
class PlannedLot:
    """A lot that a trial would have made."""

    id: int
    code: str
    product_id: int
    harvested_on: date
    quantity_g: int
    recalled_at: None = None


@dataclass
class Plan:
    """What the rows tried so far would have made; empty while rows really go in."""

    cooperatives: dict[str, Cooperative] = field(default_factory=dict)
    products: dict[tuple[int, str], PlannedProduct] = field(default_factory=dict)
    products_by_code: dict[str, list[PlannedProduct]] = field(default_factory=dict)
    lots: dict[tuple[int, str], PlannedLot] = field(default_factory=dict)
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    # What each lot would have left, in grams.
    left: dict[int, int] = field(default_factory=dict)
    newcomers: list[Newcomer] = field(default_factory=list)
    next_id: partial[int] = field(default_factory=lambda: partial(next, count(-1, -1)))


@dataclass(frozen=True, slots=True)
class Maker:
    """A maker as the file names it, and the code under which it is known here."""

    name: str
    row: int
    code: str


@dataclass
class Run:
    """One import: who, for which union, and what was looked up so far.

    With `is_trial` nothing is changed: `plan` remembers what would have been. With `is_foreign` the
    file has columns and sheets of its own, and perhaps names in place of codes.
    """

    actor: Actor
    union: Union
    import_id: int
    photos: Mapping[str, StoredPhoto] = field(default_factory=dict)
    is_trial: bool = False
    is_foreign: bool = False
    plan: Plan = field(default_factory=Plan)
    told: dict[Hashable, tuple[int, int]] = field(default_factory=dict)
    # (sheet, row) → what became of the maker who stands in a product's row.
    beside: dict[tuple[str, int], str] = field(default_factory=dict)
    _makers: dict[str, list[Maker]] = field(default_factory=dict)
    _cooperatives: dict[str, Cooperative] = field(default_factory=dict)
    _products: dict[tuple[int, str], Product | PlannedProduct] = field(default_factory=dict)
    _union_products: dict[str, Product | PlannedProduct] = field(default_factory=dict)
    _lots: dict[tuple[int, str], Lot | PlannedLot] = field(default_factory=dict)
    _campaigns: dict[str, Campaign] = field(default_factory=dict)
    _communes: dict[str, int | None] = field(default_factory=dict)
    _sale_keys: dict[str, int] = field(default_factory=dict)

    def forget(self) -> None:
        """Drop what was looked up: a rollback, or somebody else, may have changed it."""
        self._cooperatives.clear()
        self._products.clear()
        self._union_products.clear()
        self._lots.clear()
        self._campaigns.clear()

    def know(self, found: Iterable[Cooperative]) -> None:
        """Cooperatives of the union that were looked up together."""
        self._cooperatives |= {str(row.code): row for row in found}

    def is_told(self, key: Hashable, data: Hashable) -> bool:
        """Whether an earlier row of the file has said this very thing of the same record.

        DomainError where it has said something else: neither row is to be overruled silently.
        """
        if key not in self.told:
            return False
        number, said = self.told[key]
        if said == hash(data):
            return True
        raise DomainError(
            N_(
                "Dòng này cùng một mục với dòng %(row)s nhưng ghi khác: hãy chỉ giữ dòng đúng.",
                row=str(number),
            )
        )

    def tell(self, key: Hashable, data: Hashable, number: int) -> None:
        """Remember what row `number` says of a record."""
        self.told.setdefault(key, (number, hash(data)))

    def commune_id(self, code: str) -> int:
        """The row of a commune of today; DomainError when there is none."""
        if code not in self._communes:
            self._communes[code] = places.commune_id(code)
        found = self._communes[code]
        if found is None:
            raise DomainError(N_("Không có xã này."), "commune")
        return found

    def settle(self, row: CooperativeRow, commune_id: int) -> CooperativeRow:
        """The row under the code by which its maker is known.

        A code made from a name may be taken by somebody of that name in another commune: then it
        gets the commune's name too. Codes that people gave stay as they are.
        """
        code = row.code
        if code and row.is_named:
            wanted = (code_of_name(row.name), code_of_place(row.name, row.commune_code))
            held = [self._held(each) for each in wanted]
            theirs = [each is not None and each.commune_id == commune_id for each in held]
            is_free = held[0] is None
            code = wanted[0] if theirs[0] or (is_free and not theirs[1]) else wanted[1]
        if row.code and code:
            known = self._makers.setdefault(row.code, [])
            if all(maker.code != code for maker in known):
                known.append(Maker(row.name, row.row, code))
        return replace(row, code=code)

    def _held(self, code: str) -> Cooperative | None:
        return self.plan.cooperatives.get(code) or cooperative_queries.by_code(
            self.actor, code, self.union.id
        )

    def cooperative(self, code: str) -> Cooperative:
        """The union's cooperative of this code, or that the file means by it.

        DomainError when there is none in reach, or more than one.
        """
        meant = self.code_of(code)
        if meant not in self._cooperatives:
            found = self._held(meant)
            if found is None:
                raise DomainError(self._unknown_maker(code), "cooperative_code")
            self._cooperatives[meant] = found
        return self._cooperatives[meant]

    def codes_of(self, code: str) -> list[str]:
        """The codes here of all whom the file may mean by this one."""
        return [maker.code for maker in self._makers.get(code, ())] or [code]

    def code_of(self, code: str) -> str:
        """The code here of whom the file means by this one; DomainError where it means several."""
        makers = self._makers.get(code, ())
        if len(makers) > 1:
            raise DomainError(
                N_(
                    "Có nhiều nơi tên «%(name)s» ở các xã khác nhau: hãy ghi mã của từng nơi.",
                    name=makers[0].name,
                ),
                "cooperative_code",
            )
        return makers[0].code if makers else code

    def _unknown_maker(self, code: str) -> Message:
        if code in self._makers:
            maker = self._makers[code][0]
            return N_(
                "«%(name)s» (dòng %(row)s) chưa vào được: hãy sửa lỗi của nơi này trước.",
                name=maker.name,
                row=str(maker.row),
            )
        if self.is_foreign:
            return N_("Chưa có nơi nào là «%(code)s»: hãy thêm nơi này trước.", code=code)
        return N_(
            "Không có HTX mã «%(code)s»: hãy thêm dòng cho HTX này ở trang Hợp tác xã.", code=code
        )

    def product(self, cooperative: Cooperative, code: str) -> Product | PlannedProduct:
        """The cooperative's product of this code; DomainError when there is none."""
        key = (cooperative.id, code)
        if key not in self._products:
            found = self.plan.products.get(key) or queries.product(cooperative.id, code)
            if found is None:
                raise DomainError(
                    N_("Không có sản phẩm mã «%(code)s» của HTX này.", code=code), "product_code"
                )
            self._products[key] = found
        return self._products[key]

    def union_product(self, code: str) -> Product | PlannedProduct:
        """The one product of this code among the union's cooperatives; DomainError otherwise."""
        if code not in self._union_products:
            self._union_products[code] = self._the_product(code)
        return self._union_products[code]

    def _the_product(self, code: str) -> Product | PlannedProduct:
        found: list[Product | PlannedProduct] = [*self.plan.products_by_code.get(code, ())]
        found += product_queries.of_union(self.actor, self.union.id, code)
        if len(found) == 1:
            return found[0]
        if found:
            raise DomainError(
                N_("Có nhiều sản phẩm mã «%(code)s»: hãy đặt mã riêng cho từng HTX.", code=code),
                "product_code",
            )
        if self.is_foreign:
            ask = N_("Chưa có sản phẩm nào là «%(code)s»: hãy thêm sản phẩm này trước.", code=code)
        else:
            ask = N_("Không có sản phẩm mã «%(code)s»: hãy thêm dòng ở trang Sản phẩm.", code=code)
        raise DomainError(ask, "product_code")

    def lot(self, cooperative: Cooperative, code: str) -> Lot | PlannedLot:
        """The cooperative's lot of this code; DomainError when there is none."""
        key = (cooperative.id, code)
        if key not in self._lots:
            found = self.plan.lots.get(key) or lot_queries.of_cooperative(cooperative.id, code)
            if found is None:
                raise DomainError(
                    N_("Không có lô mã «%(code)s» của HTX này.", code=code), "lot_code"
                )
            self._lots[key] = found
        return self._lots[key]

    def take(self, of: Lot | PlannedLot, mass_g: int) -> None:
        """In a trial: sell so much of a lot, after what earlier rows have sold of it.

        Raises DomainError when it has not so much left.
        """
        left = self.left(of)
        if mass_g > left:
            raise DomainError(
                N_(
                    "Lô %(code)s chỉ còn %(mass)s. Hãy xem lại khối lượng, hoặc chọn lô khác.",
                    code=of.code,
                    mass=Figure(format_mass, left),
                ),
                "mass_g",
            )
        self.plan.left[of.id] = left - mass_g

    def left(self, of: Lot | PlannedLot) -> int:
        """What a lot would have left after the rows tried so far, in grams."""
        if of.id not in self.plan.left:
            held = of.quantity_g if of.id < 0 else lot_balance.of_one(of.id).left_g
            self.plan.left[of.id] = held
        return self.plan.left[of.id]

    def campaign(self, code: str) -> Campaign:
        """The programme of this code; DomainError when there is none."""
        if code not in self._campaigns:
            planned = self.plan.campaigns.get(code)
            try:
                self._campaigns[code] = planned or campaign_queries.one(code)
            except NotFound as refusal:
                raise DomainError(refusal.message, "campaign_code") from refusal
        return self._campaigns[code]

    def number_of(self, told: str) -> int:
        """How often this very sale has come in this file: two alike are two sales."""
        self._sale_keys[told] = self._sale_keys.get(told, 0) + 1
        return self._sale_keys[told]
