"""A catalogue as PDF."""

from shop_onboard.documents import catalogue as documents
from shop_onboard.documents.rendering import say
from shop_onboard.jobs.runner import Work
from shop_onboard.queries import catalogues as queries
from shop_onboard.queries import cooperatives, organisations
from shop_onboard.queries.consents import producer_name
from shop_onboard.services.jobs import Result

KIND = "catalogue"


def handle(work: Work) -> Result:
    """Of `cooperative` (a slug) or of `union` (a code): approved products in season."""
    if "cooperative" in work.params:
        cooperative = cooperatives.one(work.actor, str(work.params["cooperative"]))
        products = queries.of_cooperative(work.actor, cooperative)
        name, code = say(producer_name(cooperative), work.translations), cooperative.slug
    else:
        union = organisations.required(str(work.params["union"]))
        products = queries.of_union(work.actor, union)
        name, code = union.name, union.code
    catalogue = queries.catalogue(
        queries.on_sale(products, work.today),
        title=name,
        issuer=name,
        storage=work.storage,
        public_url=work.public_url,
        made_on=work.today,
        lang=work.lang,
        translations=work.translations,
    )
    content = documents.build(catalogue, work.translations)
    return work.store(content, f"ca-ta-lo-{code}.pdf", "application/pdf")
