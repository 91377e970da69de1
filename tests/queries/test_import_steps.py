"""The next step on a spreadsheet, in every state that it can be in."""

import pytest

from shop_onboard.models.imports import Import
from shop_onboard.models.jobs import Job
from shop_onboard.queries.next_steps import imports
from shop_onboard.queries.next_steps.step import Goal
from tests.queries.test_next_steps import OFFICER, VOLUNTEER

OURS = {"tables": [], "encoding": None, "delimiter": None}
THEIRS = OURS | {"tables": [{"kind": "products"}]}
COMPARED = OURS | {"tables": [{"kind": "places"}]}
DRAFTS = OURS | {"tables": [{"kind": "both", "is_draft": True}]}
WRONG = {"errors": [{"row": 2}], "problem_count": 1}


def tried(**counts: int) -> dict:
    """What a trial of one sheet came to."""
    return {"sheets": [{"created": 0, "updated": 0, "unchanged": 0, "failed": 0} | counts]}


@pytest.mark.parametrize(
    ("columns", "created", "goal"),
    [
        ({"state": "received"}, set(), Goal.IMPORT_TEXT),
        ({"state": "received", "sketch": {}}, set(), Goal.IMPORT_COLUMNS),
        ({"state": "received", "sketch": {}, "layout": OURS}, set(), Goal.IMPORT_CHECK),
        ({"state": "checking"}, set(), Goal.IMPORT_CHECK),
        ({"state": "checked", "trial": tried(created=2)}, set(), Goal.IMPORT_CONFIRM),
        ({"state": "checked", "trial": tried(updated=1, failed=9)}, set(), Goal.IMPORT_CONFIRM),
        ({"state": "checked", "trial": tried(unchanged=7)}, set(), None),
        ({"state": "checked", "trial": tried()}, set(), Goal.IMPORT_NEW),
        ({"state": "checked", "trial": tried(failed=3)} | WRONG, set(), Goal.IMPORT_ERRORS),
        ({"state": "checked", "trial": tried(failed=3), "layout": THEIRS} | WRONG, set(),
         Goal.IMPORT_COLUMNS),
        ({"state": "checked", "trial": tried(unchanged=1, failed=3), "layout": THEIRS} | WRONG,
         set(), Goal.IMPORT_ERRORS),
        ({"state": "checked", "trial": tried(), "layout": COMPARED} | WRONG, set(), None),
        ({"state": "waiting"}, set(), Goal.IMPORT_AGAIN),
        ({"state": "running"}, set(), Goal.IMPORT_AGAIN),
        ({"state": "undoing"}, set(), Goal.IMPORT_UNDO),
        ({"state": "undone"}, set(), Goal.IMPORT_NEW),
        ({"state": "refused"}, set(), Goal.IMPORT_NEW),
        ({"state": "done", "failed_count": 2} | WRONG, {"sales"}, Goal.IMPORT_ERRORS),
        ({"state": "done", "failed_count": 2}, {"sales"}, Goal.IMPORT_NEW),
        ({"state": "done"}, {"products", "sales"}, Goal.PRODUCTS_WAITING),
        ({"state": "done"}, {"cooperatives"}, Goal.COOPERATIVES_WAITING),
        ({"state": "done", "layout": DRAFTS}, {"cooperatives", "products"}, None),
        ({"state": "done"}, {"lots"}, Goal.LABELS_NEW),
        ({"state": "done"}, {"sales"}, Goal.TONNAGE),
        ({"state": "done"}, set(), None),
    ],
)  # fmt: skip
def test_a_spreadsheet_leads_to_its_wrong_rows_or_to_what_it_brought(
    columns: dict, created: set[str], goal: Goal | None
):
    row = Import(**({"code": "i", "failed_count": 0, "problem_count": 0, "errors": []} | columns))
    found = imports.of_import(VOLUNTEER, row, None, frozenset(created))
    assert (found.goal if found else None) == goal
    underway = Job(state="running")
    assert imports.of_import(VOLUNTEER, row, underway, frozenset(created)) is None


def test_an_officer_reviews_what_somebody_else_brought_in():
    row = Import(code="i", state="done", failed_count=0, account_id=VOLUNTEER.account_id)
    both, products = frozenset({"cooperatives", "products"}), frozenset({"products"})
    for created, goal in ((both, Goal.COOPERATIVES_WAITING), (products, Goal.PRODUCTS_WAITING)):
        found = imports.of_import(OFFICER, row, None, created)
        assert found is not None
        assert (found.goal, str(found.words)) == (goal, "Xem và duyệt")
    row.account_id = OFFICER.account_id
    own = imports.of_import(OFFICER, row, None, both)
    assert own is not None
    assert str(own.words) == "Mở các sản phẩm"
