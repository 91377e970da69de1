"""A marketplace's own template, filled without a browser."""

from collections.abc import Sequence
from pathlib import Path

from shop_onboard.errors import DomainError
from shop_onboard.exports.listing import CheckedListing, ExportFile, ExportResult, Listing
from shop_onboard.exports.templates.columns import columns
from shop_onboard.exports.templates.planning import plan
from shop_onboard.models.products import Product
from shop_onboard.queries import listing_templates as queries
from shop_onboard.services import listing_templates as services
from shop_onboard.values.text import N_

_UNKNOWN = N_(
    "Chưa ai chọn cột cho tệp mẫu này: hãy gửi tệp ở trang «Điền tệp mẫu của sàn» một lần."
)


def filled(
    key: str,
    template: Path,
    owner_id: int | None,
    products: Sequence[Product],
    listings: Sequence[Listing],
) -> ExportResult:
    """The template with the listings of the products, as `<name>-da-dien` with its own ending.

    Columns are those that were chosen on the site, by the cooperative `owner_id` if there is one.
    Raises DomainError while a column is open.
    """
    content = template.read_bytes()
    sketch = services.read(content, template.name)
    layout, _mark, is_known = services.lay_out_known(sketch, key, owner_id)
    left = services.problems(sketch, layout, key)
    if left:
        raise DomainError(left[0].message)
    if not is_known:
        raise DomainError(_UNKNOWN)
    rows = plan(
        columns(sketch, layout),
        listings,
        queries.answers(key, products),
        is_csv=sketch.is_csv,
        refusals=queries.refusals(key),
    )
    sound = [row for row in rows if not row.problems]
    made = services.fill(content, sketch, layout, [row.cells for row in sound]) if sound else b""
    name = f"{template.stem}-da-dien{template.suffix}"
    return ExportResult(
        (ExportFile(name, "", made),) if sound else (),
        tuple(row.listing for row in sound),
        tuple(CheckedListing(row.listing, row.problems) for row in rows if row.problems),
        (),
    )
