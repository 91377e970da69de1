"""The checklist of an OCOP dossier as PDF."""

from shop_onboard.documents import ocop_dossier as documents
from shop_onboard.jobs.runner import Work
from shop_onboard.queries import ocop_dossier as queries
from shop_onboard.queries import products
from shop_onboard.services.jobs import Result

KIND = "ocop_dossier"


def handle(work: Work) -> Result:
    """Of `product` (a slug), as it stands today."""
    product = products.one(work.actor, str(work.params["product"]))
    content = documents.build(queries.sheet(product, work.today), work.lang, work.translations)
    return work.store(content, f"ho so OCOP {product.name}.pdf", "application/pdf")
