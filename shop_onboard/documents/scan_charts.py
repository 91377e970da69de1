"""Pictures of scans, as SVG: by day, and by what was scanned most."""

from collections.abc import Sequence
from datetime import date

from shop_onboard.documents.charts import Bar, BarChart, BarGroup, bar_chart
from shop_onboard.values.dates import format_date
from shop_onboard.values.numbers import format_number


def days_svg(title: str, series: str, days: Sequence[tuple[date, int]], lang: str = "vi") -> str:
    """One bar a day from the first with scans to the last; "" where none had.

    `days` are whole: each has its count, 0 too.
    """
    scanned = [day for day, count in days if count]
    rows = [
        (format_date(day, lang), count)
        for day, count in days
        if scanned and scanned[0] <= day <= scanned[-1]
    ]
    return counts_svg(title, series, rows, lang)


def counts_svg(title: str, series: str, rows: Sequence[tuple[str, int]], lang: str = "vi") -> str:
    """One bar a row (label, count); "" without rows."""
    told = [(label, count, format_number(count, lang=lang)) for label, count in rows]
    groups = tuple(BarGroup(label, (Bar(series, count, text),)) for label, count, text in told)
    described = "; ".join(f"{label}: {text}" for label, _count, text in told)
    return bar_chart(BarChart(title, described, (series,), groups))
