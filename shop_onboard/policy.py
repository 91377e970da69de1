"""Who may do what: one table, pure, shown on a page and tested as a matrix."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is to the platform."""

    VOLUNTEER = "volunteer"
    MANAGER = "manager"
    OFFICER = "officer"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


class Action(StrEnum):
    """What a route or a service does."""

    DASHBOARD_SEE = "dashboard.see"
    COOPERATIVE_SEE = "cooperative.see"
    COOPERATIVE_EDIT = "cooperative.edit"
    COOPERATIVE_CREATE = "cooperative.create"
    COOPERATIVE_REVIEW = "cooperative.review"
    PRODUCT_SEE = "product.see"
    PRODUCT_EDIT = "product.edit"
    PRODUCT_REVIEW = "product.review"
    OCOP_SEE = "ocop.see"
    OCOP_EDIT = "ocop.edit"
    LOT_SEE = "lot.see"
    LOT_EDIT = "lot.edit"
    LOT_RECALL = "lot.recall"
    SCAN_SEE = "scan.see"
    FEEDBACK_SEE = "feedback.see"
    FEEDBACK_ANSWER = "feedback.answer"
    LABEL_MAKE = "label.make"
    CATALOGUE_MAKE = "catalogue.make"
    LISTING_SEE = "listing.see"
    LISTING_EXPORT = "listing.export"
    FEED_SEE = "feed.see"
    FEED_MAKE = "feed.make"
    FEED_REVOKE = "feed.revoke"
    SHOP_PAPERS = "shop.papers"
    SALE_SEE = "sale.see"
    SALE_EDIT = "sale.edit"
    SALE_CONFIRM = "sale.confirm"
    TONNAGE_SEE = "tonnage.see"
    CAMPAIGN_SEE = "campaign.see"
    CAMPAIGN_EDIT = "campaign.edit"
    REPORT_MAKE = "report.make"
    ORDER_SEE = "order.see"
    ORDER_EDIT = "order.edit"
    IMPORT_RUN = "import.run"
    ORGANISATION_SEE = "organisation.see"
    ORGANISATION_EDIT = "organisation.edit"
    JOB_SEE = "job.see"
    INVITE = "invite"
    AUDIT_SEE = "audit.see"
    ADMINISTER = "administer"
    PEOPLE_SEE = "people.see"
    PEOPLE_MANAGE = "people.manage"


_EVERYONE = frozenset(Role)
_FIELD = frozenset({Role.VOLUNTEER, Role.OFFICER, Role.ADMINISTRATOR, Role.SYSTEM})
_SELLERS = frozenset({Role.VOLUNTEER, Role.MANAGER, Role.OFFICER, Role.SYSTEM})
_OFFICERS = frozenset({Role.OFFICER, Role.SYSTEM})

# An administrator keeps the installation; a union officer answers for figures and approvals.
MAY: dict[Action, frozenset[Role]] = {
    Action.DASHBOARD_SEE: _EVERYONE,
    Action.COOPERATIVE_SEE: _EVERYONE,
    Action.COOPERATIVE_EDIT: _SELLERS,
    Action.COOPERATIVE_CREATE: frozenset({Role.VOLUNTEER, Role.OFFICER, Role.SYSTEM}),
    Action.COOPERATIVE_REVIEW: _OFFICERS,
    Action.PRODUCT_SEE: _EVERYONE,
    Action.PRODUCT_EDIT: _SELLERS,
    Action.PRODUCT_REVIEW: _OFFICERS,
    Action.OCOP_SEE: _EVERYONE,
    Action.OCOP_EDIT: _SELLERS,
    Action.LOT_SEE: _EVERYONE,
    Action.LOT_EDIT: _SELLERS,
    # Whoever takes goods back out of the market answers for it.
    Action.LOT_RECALL: frozenset({Role.MANAGER, Role.OFFICER, Role.SYSTEM}),
    Action.SCAN_SEE: _EVERYONE,
    Action.FEEDBACK_SEE: frozenset({Role.MANAGER, Role.OFFICER, Role.ADMINISTRATOR, Role.SYSTEM}),
    Action.FEEDBACK_ANSWER: frozenset(
        {Role.MANAGER, Role.OFFICER, Role.ADMINISTRATOR, Role.SYSTEM}
    ),
    Action.LABEL_MAKE: _SELLERS,
    Action.CATALOGUE_MAKE: _SELLERS,
    Action.LISTING_SEE: _EVERYONE,
    Action.LISTING_EXPORT: _SELLERS,
    Action.FEED_SEE: _EVERYONE,
    # Whoever opens a lasting address to the world answers for it; ending one is asked of more.
    Action.FEED_MAKE: frozenset({Role.MANAGER, Role.OFFICER, Role.SYSTEM}),
    Action.FEED_REVOKE: frozenset({Role.MANAGER, Role.OFFICER, Role.ADMINISTRATOR, Role.SYSTEM}),
    Action.SHOP_PAPERS: _SELLERS,
    Action.SALE_SEE: _EVERYONE,
    Action.SALE_EDIT: _SELLERS,
    Action.SALE_CONFIRM: _OFFICERS,
    Action.TONNAGE_SEE: _EVERYONE,
    Action.CAMPAIGN_SEE: _EVERYONE,
    Action.CAMPAIGN_EDIT: _OFFICERS,
    Action.REPORT_MAKE: _OFFICERS,
    Action.ORDER_SEE: frozenset({Role.MANAGER, Role.SYSTEM}),
    Action.ORDER_EDIT: frozenset({Role.MANAGER, Role.SYSTEM}),
    Action.IMPORT_RUN: frozenset({Role.VOLUNTEER, Role.OFFICER, Role.SYSTEM}),
    Action.ORGANISATION_SEE: _FIELD,
    Action.ORGANISATION_EDIT: frozenset({Role.OFFICER, Role.ADMINISTRATOR, Role.SYSTEM}),
    Action.JOB_SEE: _EVERYONE,
    Action.INVITE: frozenset({Role.OFFICER, Role.ADMINISTRATOR, Role.SYSTEM}),
    Action.AUDIT_SEE: frozenset({Role.OFFICER, Role.ADMINISTRATOR, Role.SYSTEM}),
    Action.ADMINISTER: frozenset({Role.ADMINISTRATOR, Role.SYSTEM}),
    Action.PEOPLE_SEE: frozenset({Role.OFFICER, Role.ADMINISTRATOR, Role.SYSTEM}),
    Action.PEOPLE_MANAGE: frozenset({Role.OFFICER, Role.ADMINISTRATOR, Role.SYSTEM}),
}

_GIVEN_BY_OFFICERS = frozenset({Role.VOLUNTEER, Role.MANAGER, Role.OFFICER})
# Nobody gives more than they hold; how far it reaches is asked of the grant.
MAY_GIVE: dict[Role, frozenset[Role]] = {
    Role.OFFICER: _GIVEN_BY_OFFICERS,
    Role.ADMINISTRATOR: _GIVEN_BY_OFFICERS | {Role.ADMINISTRATOR},
    Role.SYSTEM: _GIVEN_BY_OFFICERS | {Role.ADMINISTRATOR},
}


@dataclass(frozen=True)
class Grant:
    """A role that holds today, with the ids it reaches (a subtree is already spread out).

    `union_id` is the unit a person works in; for a role over a group, the one that keeps it.
    """

    role: Role
    union_ids: frozenset[int] = frozenset()
    commune_ids: frozenset[int] = frozenset()
    cooperative_id: int | None = None
    union_id: int | None = None
    group_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """Whoever acts: a signed-in person, nobody (`account_id` None, no grants), or the system."""

    account_id: int | None
    name: str
    grants: tuple[Grant, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    @property
    def sees_everything(self) -> bool:
        return bool(self.roles & {Role.ADMINISTRATOR, Role.SYSTEM})

    def may(self, action: Action) -> bool:
        """Whether any of the actor's roles allows the action at all."""
        return bool(self.roles & MAY[action])

    def may_for(
        self, action: Action, *, cooperative_id: int, union_id: int, commune_id: int
    ) -> bool:
        """Whether a role that reaches this very cooperative allows the action."""
        return any(
            grant.role in MAY[action] and reaches(grant, cooperative_id, union_id, commune_id)
            for grant in self.grants
        )

    def may_give(self, role: Role) -> bool:
        """Whether the actor may invite anybody to this role at all."""
        return any(role in MAY_GIVE.get(own, ()) for own in self.roles)


def reaches(grant: Grant, cooperative_id: int, union_id: int, commune_id: int) -> bool:
    """Whether a grant covers a cooperative of this union and commune."""
    if grant.role in (Role.ADMINISTRATOR, Role.SYSTEM):
        return True
    if grant.role is Role.MANAGER:
        return grant.cooperative_id == cooperative_id
    return union_id in grant.union_ids or commune_id in grant.commune_ids


SYSTEM = Actor(None, "system", (Grant(Role.SYSTEM),))
NOBODY = Actor(None, "")
