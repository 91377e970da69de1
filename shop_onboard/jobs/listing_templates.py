"""A marketplace's own template, filled with a cooperative's products."""

from collections.abc import Sequence
from typing import Any

from shop_onboard.documents.rendering import say
from shop_onboard.errors import DomainError
from shop_onboard.exports.data_sheet_files import XLSX
from shop_onboard.exports.templates.planning import PlannedRow
from shop_onboard.jobs import channel_photos as photos
from shop_onboard.jobs.runner import Work
from shop_onboard.models.listing_templates import ListingTemplate
from shop_onboard.models.products import Product
from shop_onboard.queries import listing_templates as queries
from shop_onboard.services import listing_templates as services
from shop_onboard.services import listings
from shop_onboard.services.jobs import Result
from shop_onboard.values.text import N_

KIND = services.KIND
_CSV = "text/csv"


def handle(work: Work) -> Result:
    """Of `template` (a code): the approved products of its cooperative that are on sale.

    Products with a fault are left out and named with the reasons; with no sound one there is no
    file.
    """
    row, products = _read(work)
    template = queries.opened(row)
    left = services.problems(template.sketch, template.layout, row.marketplace_key)
    if left:
        raise DomainError(left[0].message)
    if not products:
        raise DomainError(N_("Hợp tác xã này chưa có sản phẩm nào đã duyệt để đăng sàn."))
    photos.prepare(work, products, row.marketplace_key)
    row, products = _read(work)
    rows = queries.planned(template, products, work.storage, work.public_url, work.today)
    sound = [each for each in rows if not each.problems]
    note = {
        "exported": len(sound),
        "skipped": [_skipped(work, each) for each in rows if each.problems],
    }
    if not sound:
        return Result("", "", "", note)
    content = services.fill(
        work.storage.get(row.storage_key),
        template.sketch,
        template.layout,
        [each.cells for each in sound],
    )
    is_csv = template.sketch.is_csv
    # A copy of sample goods says so wherever it is seen, also where no column holds a sentence.
    kind = "du-lieu-mau" if any(each.listing.is_sample for each in sound) else "da-dien"
    name = f"{row.marketplace_name}-{row.cooperative.slug}-{kind}.{'csv' if is_csv else 'xlsx'}"
    result = work.store(content, name, _CSV if is_csv else XLSX, note)
    key, cooperative = row.marketplace_key, row.cooperative
    work.begin_writing()
    services.keep_filled(work.actor, key, cooperative, [each.listing for each in sound])
    return result


def _read(work: Work) -> tuple[ListingTemplate, Sequence[Product]]:
    row = queries.one(work.actor, str(work.params["template"]))
    listings.check_may_export(work.actor, row.cooperative)
    return row, queries.products(work.actor, row, work.today)


def _skipped(work: Work, row: PlannedRow) -> dict[str, Any]:
    sentences = [say(problem.message, work.translations) for problem in row.problems]
    return {"product": row.listing.title, "problems": sentences}
