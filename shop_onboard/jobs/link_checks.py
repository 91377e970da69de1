"""Opens the addresses of storefronts, a few at a time, and keeps what they answered."""

from flask import current_app

from shop_onboard.gateways.links import LinkChecker
from shop_onboard.jobs.runner import Work
from shop_onboard.queries import storefronts as queries
from shop_onboard.services import link_checks as services
from shop_onboard.services.jobs import Result

KIND = services.KIND
# So few that nothing of them is lost for long when a worker dies.
_AT_ONCE = 5


def handle(work: Work) -> Result:
    """Of `storefront` (a number), or without it of all in the person's reach."""
    links: LinkChecker = current_app.extensions["links"]
    only = work.params.get("storefront")
    total = queries.count_to_check(work.actor, only)
    held = work.job.position or {"after": 0, "done": 0, "found": {}}
    after, done, found = int(held["after"]), int(held["done"]), dict(held["found"])
    while rows := queries.to_check(work.actor, only, after, _AT_ONCE):
        wanted = {row.id: row.url for row in rows}
        # Nobody's reading or writing waits while foreign servers think.
        work.glance(done, total)
        answers = {number: services.Opened(url, links.look(url)) for number, url in wanted.items()}
        work.begin_writing()
        services.keep(work.actor, answers)
        for opened in answers.values():
            found[opened.answer.outcome] = found.get(opened.answer.outcome, 0) + 1
        after, done = max(wanted), done + len(wanted)
        work.progress(done, total, {"after": after, "done": done, "found": found})
    return Result("", "", "", {"links": found})
