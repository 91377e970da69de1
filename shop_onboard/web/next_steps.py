"""Where the next step of a record leads: the goals of `queries.next_steps` as addresses."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from shop_onboard.queries.next_steps.step import Goal, NextStep
from shop_onboard.values.text import Message


@dataclass(frozen=True)
class ShownStep:
    """A step as pages show it; without `address` there is nothing to press."""

    message: Message
    words: Message | None
    address: str
    is_post: bool


@dataclass(frozen=True)
class _Place:
    endpoint: str
    argument: str = ""
    is_post: bool = False
    fixed: tuple[tuple[str, str], ...] = ()


PLACES: dict[Goal, _Place] = {
    Goal.COOPERATIVE: _Place("cooperatives.show", "code"),
    Goal.COOPERATIVES_WAITING: _Place("cooperatives.index", fixed=(("state", "submitted"),)),
    Goal.COOPERATIVE_EDIT: _Place("cooperatives.edit", "code"),
    Goal.COOPERATIVE_SUBMIT: _Place("cooperatives.submit", "code", is_post=True),
    Goal.COOPERATIVE_APPROVE: _Place("cooperatives.approve", "code", is_post=True),
    Goal.PRODUCT: _Place("products.show", "code"),
    Goal.PRODUCT_NEW: _Place("products.new", "cooperative"),
    Goal.PRODUCT_EDIT: _Place("products.edit", "code"),
    Goal.PRODUCT_SUBMIT: _Place("products.submit", "code", is_post=True),
    Goal.PRODUCT_APPROVE: _Place("products.approve", "code", is_post=True),
    Goal.PRODUCTS_WAITING: _Place("products.index", fixed=(("state", "submitted"),)),
    Goal.LOT_NEW: _Place("lots.new", "product"),
    Goal.LOT_EDIT: _Place("lots.edit", "code"),
    Goal.LOT_PAGE: _Place("codes.scan", "token"),
    Goal.LABELS: _Place("labels.index"),
    Goal.LABELS_NEW: _Place("labels.new", "lot"),
    Goal.LABELS_PRINTED: _Place("labels.show", "number"),
    Goal.CATALOGUE_NEW: _Place("catalogues.new"),
    Goal.STOREFRONTS: _Place("listings.index"),
    Goal.STOREFRONT_NEW: _Place("listings.new", "cooperative"),
    Goal.STOREFRONT_EDIT: _Place("listings.edit", "number"),
    Goal.READINESS: _Place("readiness.index", "q"),
    Goal.MARKETPLACES: _Place("marketplaces.index"),
    Goal.MARKETPLACE: _Place("marketplaces.show", "key"),
    Goal.CONDITIONS: _Place("conditions.show", "code"),
    Goal.GAPS: _Place("readiness.walk"),
    Goal.LISTING_STATES: _Place("listing_states.index", "marketplace"),
    Goal.LISTING_RESULT: _Place("listing_results.new", "marketplace"),
    Goal.TEMPLATE: _Place("listing_templates.show", "code"),
    Goal.TEMPLATE_NEW: _Place("listing_templates.new", "marketplace"),
    Goal.SALE: _Place("sales.show", "code"),
    Goal.SALE_NEW: _Place("sales.new", "cooperative"),
    Goal.SALE_OF_LOT: _Place("sales.new", "lot"),
    Goal.RECALL: _Place("recalls.show", "number"),
    Goal.SALE_EDIT: _Place("sales.edit", "code"),
    Goal.SALE_CONFIRM: _Place("sales.confirm", "code", is_post=True),
    Goal.SALES_UNCONFIRMED: _Place("sales.index", fixed=(("unconfirmed", "1"),)),
    Goal.TONNAGE: _Place("tonnage.index"),
    Goal.CAMPAIGN: _Place("campaigns.show", "code"),
    Goal.CAMPAIGN_EDIT: _Place("campaigns.edit", "code"),
    Goal.BOARD: _Place("boards.show", "campaign"),
    Goal.ORDER_NEW: _Place("payments.new", "cooperative"),
    Goal.IMPORT: _Place("imports.show", "code"),
    Goal.IMPORT_NEW: _Place("imports.new"),
    Goal.IMPORT_TEXT: _Place("import_columns.text", "code"),
    Goal.IMPORT_COLUMNS: _Place("import_columns.show", "code"),
    Goal.IMPORT_CHECK: _Place("imports.check", "code", is_post=True),
    Goal.IMPORT_CONFIRM: _Place("imports.confirm", "code", is_post=True),
    Goal.IMPORT_UNDO: _Place("imports.undo", "code", is_post=True),
    Goal.IMPORT_AGAIN: _Place("imports.again", "code", is_post=True),
    Goal.IMPORT_ERRORS: _Place("imports.wrong_rows", "code"),
    Goal.JOB_FILE: _Place("jobs.download", "code"),
}

# The pages whose forms lead back to `next`.
_LEAD_BACK = (Goal.PRODUCT, Goal.PRODUCT_EDIT)


def addressed(step: NextStep | None, page: str = "", back: str = "") -> ShownStep | None:
    """The step with its address; None stays None.

    `page` is where the record's own page lies when the step is shown on another, such as a list;
    `back` where saving leads to in place of the record, where the form can do so.
    """
    if step is None:
        return None
    if step.goal is None:
        return ShownStep(step.message, None, "", False)
    if step.goal is Goal.HERE:
        return ShownStep(step.message, step.words, f"{page}#{step.anchor}", False)
    place = PLACES[step.goal]
    values: dict[str, Any] = dict(place.fixed + step.filters)
    if step.code:
        values[place.argument] = step.code
    if back and step.goal in _LEAD_BACK:
        values["next"] = back
    address = url_for(place.endpoint, _anchor=step.anchor or None, **values)
    return ShownStep(step.message, step.words, address, place.is_post)
