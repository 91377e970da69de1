"""What WooCommerce's importer makes of a CSV: its parse rules, written again as an oracle.

After plugins/woocommerce/includes/import/class-wc-product-csv-importer.php (commit 0379e4e).
"""

import csv
import io
from typing import Any

_UNQUOTED = ("'=", "'+", "'-", "'@")


def imported(content: bytes) -> list[dict[str, Any]]:
    """Each row as the importer's parser leaves it; the columns have their English names."""
    text = content.decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text), doublequote=True, escapechar=None, strict=True)
    return [_parsed(row) for row in rows]


def _parsed(row: dict[str, str]) -> dict[str, Any]:
    # Names, codes and descriptions are taken as they are: `parse_skip_field`, `wc_clean`.
    cells = {
        column: value if column in ("Name", "SKU", "Parent", "Description") else _unescaped(value)
        for column, value in row.items()
    }
    return {
        "type": cells["Type"],
        "sku": cells["SKU"],
        "name": cells["Name"],
        "description": cells["Description"].replace("\\n", "\n"),
        "published": float(cells["Published"]) if cells["Published"] else 0.0,
        "manage_stock": cells["Stock"] != "",
        "stock": float(cells["Stock"]) if cells["Stock"] else None,
        "in_stock": cells["In stock?"] == "1",
        "weight_kg": cells["Weight (kg)"],
        "length_cm": cells["Length (cm)"],
        "price": cells["Regular price"],
        "parent": cells["Parent"],
        "images": exploded(cells["Images"]),
        "categories": [
            [step.strip() for step in path.split(">")] for path in exploded(cells["Categories"])
        ],
        "options": exploded(cells["Attribute 1 value(s)"]),
    }


def _unescaped(value: str) -> str:
    return value[1:] if value[:2] in _UNQUOTED else value


def exploded(value: str) -> list[str]:
    r"""`explode_values`: parted by commas, of which `\,` is one of the text's own."""
    if not value:
        return []
    parts = value.replace("\\,", "::separator::").split(",")
    return [part.replace("::separator::", ",").strip() for part in parts]
