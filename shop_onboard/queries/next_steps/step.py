"""What a next step is, and the places that it can lead to."""

from dataclasses import dataclass
from enum import StrEnum

from shop_onboard.values.text import Message


class Goal(StrEnum):
    """A place or a button; what the code of a step names stands after each."""

    HERE = "here"  # an anchor on the record's own page
    COOPERATIVE = "cooperative"  # a cooperative
    COOPERATIVES_WAITING = "cooperatives.waiting"
    COOPERATIVE_EDIT = "cooperative.edit"
    COOPERATIVE_SUBMIT = "cooperative.submit"
    COOPERATIVE_APPROVE = "cooperative.approve"
    PRODUCT = "product"  # a product
    PRODUCT_NEW = "product.new"  # its cooperative
    PRODUCT_EDIT = "product.edit"
    PRODUCT_SUBMIT = "product.submit"
    PRODUCT_APPROVE = "product.approve"
    PRODUCTS_WAITING = "products.waiting"
    LOT_NEW = "lot.new"  # its product
    LOT_EDIT = "lot.edit"  # a lot
    LOT_PAGE = "lot.page"  # the lot's public token
    LABELS = "labels"
    LABELS_NEW = "labels.new"  # the lot
    LABELS_PRINTED = "labels.show"  # the batch
    CATALOGUE_NEW = "catalogue.new"
    STOREFRONTS = "storefronts"
    STOREFRONT_NEW = "storefront.new"  # its cooperative
    STOREFRONT_EDIT = "storefront.edit"  # a storefront's number
    READINESS = "readiness"  # a product's name, as it is searched for
    MARKETPLACES = "marketplaces"
    MARKETPLACE = "marketplace"  # a marketplace's key
    CONDITIONS = "conditions"  # a cooperative
    GAPS = "gaps"
    LISTING_STATES = "listing.states"  # a marketplace's key
    LISTING_RESULT = "listing.result"  # a marketplace's key
    TEMPLATE = "template"  # a template
    TEMPLATE_NEW = "template.new"  # a marketplace's key
    SALE = "sale"  # a sale
    SALE_NEW = "sale.new"  # its cooperative
    SALE_OF_LOT = "sale.of_lot"  # a lot
    SALE_EDIT = "sale.edit"  # a sale
    RECALL = "recall"  # the recall's number
    SALE_CONFIRM = "sale.confirm"
    SALES_UNCONFIRMED = "sales.unconfirmed"
    TONNAGE = "tonnage"
    CAMPAIGN = "campaign"  # a programme
    CAMPAIGN_EDIT = "campaign.edit"
    BOARD = "board"  # a programme
    ORDER_NEW = "order.new"  # its cooperative
    IMPORT = "import"  # an import
    IMPORT_NEW = "import.new"
    IMPORT_TEXT = "import.text"  # an import, as all that follow
    IMPORT_COLUMNS = "import.columns"
    IMPORT_CHECK = "import.check"
    IMPORT_CONFIRM = "import.confirm"
    IMPORT_UNDO = "import.undo"
    IMPORT_AGAIN = "import.again"
    IMPORT_ERRORS = "import.errors"
    JOB_FILE = "job.file"  # a job


@dataclass(frozen=True)
class NextStep:
    """What to do now, or what is waited for.

    `words` are on the button; without them there is nothing to press and `goal` is None.
    `code` names the record the goal is about, `anchor` the field or part of that page; `filters`
    narrow what the page shows.
    """

    message: Message
    words: Message | None = None
    goal: Goal | None = None
    code: str = ""
    anchor: str = ""
    filters: tuple[tuple[str, str], ...] = ()


def act(message: Message, words: Message, goal: Goal, code: str = "", anchor: str = "") -> NextStep:
    """Something the actor can do now."""
    return NextStep(message, words, goal, code, anchor)


def wait(message: Message) -> NextStep:
    """Nothing for the actor to press: somebody else's turn, or all is done."""
    return NextStep(message)
