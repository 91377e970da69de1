"""An import is taken back, newest change first, in short steps."""

from shop_onboard.jobs.runner import Work
from shop_onboard.queries import history as versions
from shop_onboard.queries import imports as queries
from shop_onboard.services import history, import_steps, import_trials

KIND = import_steps.UNDO_KIND
_MOST_KEPT = 1_000


def handle(work: Work) -> None:
    """`import_id` names the import; `position` holds what was taken back so far."""
    import_id = int(work.params["import_id"])
    position = work.job.position or {"below": None, "undone": 0, "kept": []}
    total = versions.undoable_count(import_id)
    work.begin_writing()
    is_over = False
    while not is_over:
        batch = history.undo_import_batch(work.actor, import_id, position["below"])
        kept = [
            {
                "kind": each.subject_type,
                "name": each.name,
                "reason": import_trials.stored(each.reason),
                "held_by": each.held_by,
            }
            for each in batch.kept
        ]
        position = {
            "below": batch.last_id,
            "undone": position["undone"] + batch.undone,
            "kept": [*position["kept"], *kept][:_MOST_KEPT],
        }
        is_over = batch.last_id is None
        if not is_over:
            done = position["undone"] + len(position["kept"])
            work.progress(done, total, position)
    row = queries.by_id(import_id)
    import_steps.finish_undo(work.actor, row, position["undone"], position["kept"])
