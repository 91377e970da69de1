"""Registering, changing and reviewing cooperatives."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.organisations import Union
from shop_onboard.policy import Action, Actor, Role
from shop_onboard.queries import cooperatives as queries
from shop_onboard.queries.accounts import subtree
from shop_onboard.services import audit, changes, duplicates, review, slugs, versions
from shop_onboard.services.snapshots import snapshot
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
    former_place: str = ""
    address: str = ""
    founded_year: int | None = None
    member_count: int | None = None
    is_youth_led: bool = False
    bank: str = ""
    bank_account: str = ""
    account_holder: str = ""
    typed_consent: str = ""
    story: str = ""


def create(
    actor: Actor, data: CooperativeData, union: Union, apart: frozenset[int] | None = None
) -> Cooperative:
    """Register a cooperative in the union of its commune, or in `union` when that has none.

    Raises Forbidden when nothing the actor holds reaches it, DomainError for a double entry.
    `apart` are the ids that a person has said to be somebody else: with it, everyone like it is
    asked about first (PossibleDouble); a file (None) is told of the very same name and phone alone.
    """
    cooperative = register(actor, data, union, check_new(actor, data, union, apart))
    duplicates.keep_apart(actor, cooperative, apart or ())
    return cooperative


def register(actor: Actor, data: CooperativeData, union: Union, owner: Union) -> Cooperative:
    """As `create`, of data that `check_new` has let pass; `owner` is what that gave."""
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
    versions.created(actor, cooperative)
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


def check_new(
    actor: Actor, data: CooperativeData, union: Union, apart: frozenset[int] | None = None
) -> Union:
    """The union whose record it will be; raises what `create` raises, and changes nothing."""
    if not actor.may(Action.COOPERATIVE_CREATE):
        raise Forbidden(N_("Bạn không có quyền đăng ký hợp tác xã."))
    owner = check_area(actor, data.commune_id, union)
    if apart is None:
        _check_double(owner, data)
    else:
        duplicates.check(actor, duplicates.told(data), is_sample=owner.is_sample, apart=apart)
    if data.code and queries.has_code(union.id, data.code):
        raise DomainError(N_("Đơn vị này đã có HTX mã %(code)s.", code=data.code), "code")
    return owner


def check_area(actor: Actor, commune_id: int, union: Union) -> Union:
    """The union whose record it will be; raises Forbidden where the actor registers nobody."""
    owner = queries.union_for(commune_id, _reach(actor, union)) or union
    _check_reach(actor, owner, commune_id)
    return owner


def check_change(actor: Actor, cooperative: Cooperative, data: CooperativeData) -> bool:
    """Whether `update` would change anything; raises what it raises, and changes nothing."""
    changes.check_may(actor, Action.COOPERATIVE_EDIT, cooperative)
    if data.commune_id != cooperative.commune_id:
        _new_owner(actor, cooperative, data.commune_id)
    columns = _columns(replace(_with_former_place(cooperative, data), code=cooperative.code))
    return changes.differs(cooperative, columns)


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
    before = snapshot(cooperative)
    if data.commune_id != cooperative.commune_id:
        cooperative.union_id = _new_owner(actor, cooperative, data.commune_id).id
    data = _with_former_place(cooperative, data)
    fields = changes.apply(cooperative, _columns(replace(data, code=cooperative.code)))
    if not fields:
        return fields
    cooperative.changed_by_id = actor.account_id
    if cooperative.state == "approved":
        cooperative.state = "submitted"
    db.session.flush()
    versions.changed(actor, cooperative, before)
    audit.record(
        actor, "cooperative.changed", "cooperative", cooperative.id, cooperative.id, fields=fields
    )
    return fields


def with_story(data: CooperativeData, story: str) -> CooperativeData:
    """The data with a story that its source, such as a spreadsheet, does not carry."""
    return replace(data, story=story)


def submit(actor: Actor, cooperative: Cooperative) -> Message:
    """Hand the record to a union officer; says so.

    Raises DomainError while somebody to ask is missing.
    """
    changes.check_may(actor, Action.COOPERATIVE_EDIT, cooperative)
    if not is_whole(cooperative):
        raise DomainError(
            N_("Hãy ghi người đại diện và số điện thoại rồi mới gửi duyệt được."), "phone"
        )
    review.submit(actor, cooperative, "cooperative", cooperative.id)
    return N_("Đã gửi để duyệt.")


def is_whole(told: Cooperative | CooperativeData) -> bool:
    """Whether an officer would know whom to ask; a published list often names nobody."""
    return bool(told.representative and told.phone)


def approve(actor: Actor, cooperative: Cooperative, seen: int | None = None) -> None:
    """A union officer has checked the record in the version `seen` (see `review.approve`)."""
    changes.check_may(actor, Action.COOPERATIVE_REVIEW, cooperative)
    review.approve(actor, cooperative, "cooperative", cooperative.id, seen)


def send_back(
    actor: Actor, cooperative: Cooperative, note: str, notes: Mapping[str, str] | None = None
) -> None:
    """A union officer asks for something to be mended."""
    changes.check_may(actor, Action.COOPERATIVE_REVIEW, cooperative)
    review.send_back(actor, cooperative, "cooperative", cooperative.id, note, notes or {})


def reopen(actor: Actor, cooperative: Cooperative, reason: str) -> None:
    """A union officer takes back an approval (see `review.reopen`)."""
    changes.check_may(actor, Action.COOPERATIVE_REVIEW, cooperative)
    review.reopen(actor, cooperative, "cooperative", cooperative.id, reason)


def _columns(data: CooperativeData) -> dict[str, object]:
    return asdict(data) | {"name_folded": fold(data.name), "name_sort": sort_key(data.name)}


def _with_former_place(cooperative: Cooperative, data: CooperativeData) -> CooperativeData:
    """Today's name of the same commune does not make the old papers untrue."""
    if data.commune_id != cooperative.commune_id or data.former_place:
        return data
    return replace(data, former_place=cooperative.former_place)


def _new_owner(actor: Actor, cooperative: Cooperative, commune_id: int) -> Union:
    """Another commune, another union: only who could register it there may do that."""
    union = db.session.get_one(Union, cooperative.union_id)
    return check_area(actor, commune_id, union)


def _reach(actor: Actor, union: Union) -> frozenset[int]:
    if actor.sees_everything:
        # The system acts for whoever handed in the file: what lies below their union.
        return subtree(union.id)
    area = frozenset[int]().union(*(grant.commune_ids for grant in actor.grants))
    units = queries.units_of(area) if area else frozenset[int]()
    return units.union(*(grant.union_ids for grant in actor.grants))


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
