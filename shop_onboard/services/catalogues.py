"""Asking for a catalogue, of a cooperative or of a whole union."""

from dataclasses import dataclass

from shop_onboard.errors import Forbidden
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.jobs import Job
from shop_onboard.models.organisations import Union
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import catalogues as queries
from shop_onboard.services import changes, jobs
from shop_onboard.values.text import N_

KIND = "catalogue"


@dataclass(frozen=True)
class CatalogueOrder:
    """How a catalogue is wanted: `title` names the job, codes lead to `public_url`."""

    title: str
    lang: str
    public_url: str


def of_cooperative(actor: Actor, cooperative: Cooperative, order: CatalogueOrder) -> Job:
    """The job of one cooperative's catalogue. Raises Forbidden."""
    changes.check_may(actor, Action.CATALOGUE_MAKE, cooperative)
    return _ask(actor, {"cooperative": cooperative.slug}, order)


def of_union(actor: Actor, union: Union, order: CatalogueOrder) -> Job:
    """The job of a union's catalogue, for its own officers. Raises Forbidden."""
    if union.id not in {held.id for held in queries.unions(actor)}:
        raise Forbidden(N_("Chỉ cán bộ của đơn vị mới làm ca-ta-lô chung của đơn vị."))
    return _ask(actor, {"union": union.code}, order)


def _ask(actor: Actor, subject: dict[str, str], order: CatalogueOrder) -> Job:
    params = subject | {"lang": order.lang, "public_url": order.public_url}
    key = ":".join((KIND, *subject.popitem(), order.lang, str(actor.account_id)))
    return jobs.ask(actor, KIND, order.title, params, key)
