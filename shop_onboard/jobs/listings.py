"""The files of one marketplace as a ZIP, and what had to be left out."""

from shop_onboard.exports.archive import pack
from shop_onboard.exports.listing import ExportOptions
from shop_onboard.exports.registry import export_listings, get_marketplace
from shop_onboard.jobs.runner import Work
from shop_onboard.models.clock import utc_now
from shop_onboard.queries import catalogues, cooperatives, listings
from shop_onboard.services import listings as services
from shop_onboard.services.jobs import Result

KIND = "listings"


def handle(work: Work) -> Result:
    """Of `marketplace` (a key), for the approved products of `cooperative` (a slug)."""
    services.check_may_export(work.actor)
    marketplace = get_marketplace(str(work.params["marketplace"]))
    cooperative = cooperatives.one(work.actor, str(work.params["cooperative"]))
    products = catalogues.of_cooperative(work.actor, cooperative)
    made = export_listings(
        marketplace,
        listings.listings(products, work.storage, work.public_url, work.today),
        ExportOptions(utc_now(), "Lên Sàn", work.public_url),
    )
    services.keep_exported(work.actor, marketplace.key, made.exported)
    skipped = [
        {
            "product": checked.listing.title,
            "problems": [str(problem.message) for problem in checked.problems if problem.blocking],
        }
        for checked in made.skipped
    ]
    note = {"exported": len(made.exported), "skipped": skipped}
    name = f"{marketplace.key}-{cooperative.slug}.zip"
    return work.store(pack(made.files), name, "application/zip", note)
