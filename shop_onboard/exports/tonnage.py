"""The tonnage table as a file for spreadsheets."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from shop_onboard.exports.tables import Cell, csv_bytes
from shop_onboard.values.mass import G_PER_KG


def tonnage_csv(
    header: Sequence[str],
    rows: Iterable[tuple[Sequence[str], int, int, int]],
    mark: str = "",
) -> bytes:
    """CSV of (names, mass, confirmed mass, revenue): grams come out as kilograms, đồng as they are.

    `header` names every column. `mark` is written into a last column of each row: the file of
    sample data must say so wherever a row of it is copied to.
    """
    return csv_bytes(
        header,
        (
            [*names, _kg(mass_g), _kg(confirmed_g), revenue_vnd, *([mark] if mark else [])]
            for names, mass_g, confirmed_g, revenue_vnd in rows
        ),
    )


def _kg(mass_g: int) -> Cell:
    """A whole number where it is one, else «1234,5» as a Vietnamese spreadsheet reads it."""
    if mass_g % G_PER_KG == 0:
        return mass_g // G_PER_KG
    return str(Decimal(mass_g) / G_PER_KG).replace(".", ",")
