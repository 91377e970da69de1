"""Registering, changing and reviewing cooperatives."""

from dataclasses import asdict, dataclass, replace

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.organisations import Union
from shop_onboard.policy import Action, Actor, Role
from shop_onboard.queries import cooperatives as queries
from shop_onboard.queries.accounts import subtree
from shop_onboard.services import audit, changes, review, slugs
from shop_onboard.values.text import N_, Message, fold, sort_key


@dataclass(frozen=True)
class CooperativeData:
    """What a form or a spreadsheet row says of a cooperative; phone is E.164."""

    name: str
    kind: str
    representative: str
    phone: str
    commune_id: int
    code: str = ""
    tax_code: str | None = None
    former_district: str | None = None
    address: str = ""
    founded_year: int | None = None
    member_count: int | None = None
    is_youth_led: bool = False
    bank: str = ""
    bank_account: str = ""
    account_holder: str = ""
    typed_consent: str = ""
    story: str = ""


def create(actor: Actor, data: CooperativeData, union: Union) -> Cooperative:
    """Register a cooperative in the union of its commune, or in `union` when that has none.

    Raises Forbidden when nothing the actor holds reaches it, DomainError for a double entry.
    """
    if not actor.may(Action.COOPERATIVE_CREATE):
        raise Forbidden(N_("Bạn không có quyền đăng ký hợp tác xã."))
    owner = queries.union_for(data.commune_id, _reach(actor, union)) or union
    _check_reach(actor, owner, data.commune_id)
    _check_double(owner, data)
    if data.code and queries.has_code(union.id, data.code):
        raise DomainError(N_("Đơn vị này đã có HTX mã %(code)s.", code=data.code), "code")
    code = data.code or slugs.next_code(Cooperative.code, "HTX-")
    cooperative = Cooperative(
        **_columns(replace(data, code=code)),
        slug=slugs.free(Cooperative.slug, code),
        union_id=owner.id,
        code_union_id=union.id,
        registered_by_id=actor.account_id,
        is_sample=owner.is_sample,
    )
    db.session.add(cooperative)
    db.session.flush()
    audit.record(
        actor,
        "cooperative.created",
        "cooperative",
        cooperative.id,
        cooperative.id,
        code=code,
        name=data.name,
    )
    return cooperative


def _check_double(owner: Union, data: CooperativeData) -> None:
    double = queries.similar(owner.id, fold(data.name), data.phone)
    if double is not None:
        sentence = N_(
            "Đã có «%(name)s» với số điện thoại này (mã %(code)s).",
            name=double.name,
            code=double.code,
        )
        raise DomainError(sentence, "name")


def update(
    actor: Actor, cooperative: Cooperative, data: CooperativeData, version: int | None
) -> list[str]:
    """Change what differs; an approved record goes back to the reviewer. Returns the fields."""
    changes.check_may(actor, Action.COOPERATIVE_EDIT, cooperative)
    changes.check_version(cooperative, version)
    if data.commune_id != cooperative.commune_id:
        _move(actor, cooperative, data.commune_id)
    fields = changes.apply(cooperative, _columns(replace(data, code=cooperative.code)))
    if not fields:
        return fields
    cooperative.changed_by_id = actor.account_id
    if cooperative.state == "approved":
        cooperative.state = "submitted"
    db.session.flush()
    audit.record(
        actor, "cooperative.changed", "cooperative", cooperative.id, cooperative.id, fields=fields
    )
    return fields


def with_story(data: CooperativeData, story: str) -> CooperativeData:
    """The data with a story that its source, such as a spreadsheet, does not carry."""
    return replace(data, story=story)


def submit(actor: Actor, cooperative: Cooperative) -> Message:
    """Hand the record to a union officer; says so."""
    changes.check_may(actor, Action.COOPERATIVE_EDIT, cooperative)
    review.submit(actor, cooperative, "cooperative", cooperative.id)
    return N_("Đã gửi để duyệt.")


def approve(actor: Actor, cooperative: Cooperative) -> None:
    """A union officer has checked the record."""
    changes.check_may(actor, Action.COOPERATIVE_REVIEW, cooperative)
    review.approve(actor, cooperative, "cooperative", cooperative.id)


def send_back(actor: Actor, cooperative: Cooperative, note: str) -> None:
    """A union officer asks for something to be mended."""
    changes.check_may(actor, Action.COOPERATIVE_REVIEW, cooperative)
    review.send_back(actor, cooperative, "cooperative", cooperative.id, note)


def _columns(data: CooperativeData) -> dict[str, object]:
    return asdict(data) | {"name_folded": fold(data.name), "name_sort": sort_key(data.name)}


def _move(actor: Actor, cooperative: Cooperative, commune_id: int) -> None:
    """Another commune, another union: only who could register it there may do that."""
    union = db.session.get_one(Union, cooperative.union_id)
    owner = queries.union_for(commune_id, _reach(actor, union)) or union
    _check_reach(actor, owner, commune_id)
    cooperative.union_id = owner.id


def _reach(actor: Actor, union: Union) -> frozenset[int]:
    if actor.sees_everything:
        # The system acts for whoever handed in the file: what lies below their union.
        return subtree(union.id)
    return frozenset().union(*(grant.union_ids for grant in actor.grants))


def _check_reach(actor: Actor, owner: Union, commune_id: int) -> None:
    if actor.sees_everything:
        return
    grants = [grant for grant in actor.grants if grant.role in (Role.VOLUNTEER, Role.OFFICER)]
    if any(commune_id in grant.commune_ids for grant in grants):
        return
    is_theirs = any(owner.id in grant.union_ids for grant in grants)
    if not (is_theirs and queries.is_in_area(owner, commune_id)):
        raise Forbidden(
            N_("Xã này ngoài địa bàn của bạn. Hãy nhờ Đoàn xã ở đó đăng ký."), "commune"
        )
