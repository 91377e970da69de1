"""The three pictures of tonnage pages, as SVG: by one thing, by season and channel, to a target.

Words come in the reader's language; masses are whole grams.
"""

from collections.abc import Iterable, Sequence

from shop_onboard.documents.charts import (
    Bar,
    BarChart,
    BarGroup,
    TargetChart,
    bar_chart,
    mass_chart,
    target_chart,
)
from shop_onboard.values.mass import format_alike
from shop_onboard.values.percent import format_percent

# More bars than this are a wall; the table below holds all of them.
MOST_BARS = 12


def masses_svg(title: str, series: str, rows: Sequence[tuple[str, int]], lang: str = "vi") -> str:
    """One bar a row (label, mass), the first `MOST_BARS` of them; "" without rows."""
    drawn = rows[:MOST_BARS]
    described = _described(drawn, lang)
    groups = ((name, (mass_g,)) for name, mass_g in drawn)
    return bar_chart(mass_chart(title, described, (series,), groups, lang))


def grouped_svg(title: str, rows: Sequence[tuple[str, str, int]], lang: str = "vi") -> str:
    """Bars of (group, series, mass) in the order of the rows, by group; "" without rows."""
    bars: dict[str, list[Bar]] = {}
    texts = format_alike([mass_g for _group, _series, mass_g in rows], lang)
    for (group, series, mass_g), text in zip(rows, texts, strict=True):
        bars.setdefault(group, []).append(Bar(series, mass_g, text))
    described = _described(((f"{group}, {series}", mass_g) for group, series, mass_g in rows), lang)
    series_in_order = tuple(dict.fromkeys(series for _group, series, _mass in rows))
    groups = tuple(BarGroup(group, tuple(held)) for group, held in bars.items())
    return bar_chart(BarChart(title, described, series_in_order, groups))


def towards_svg(
    title: str, done_g: int, target_g: int, done: str, target: str, lang: str = "vi"
) -> str:
    """How far a programme has come; `done` and `target` are said before their masses."""
    done_mass, target_mass = format_alike((done_g, target_g), lang)
    done_text, target_text = f"{done} {done_mass}", f"{target} {target_mass}"
    share = format_percent(done_g, target_g, lang)
    described = f"{done_text}; {target_text}"
    return target_chart(
        TargetChart(title, described, done_g, target_g, done_text, target_text, share)
    )


def _described(rows: Iterable[tuple[str, int]], lang: str) -> str:
    held = list(rows)
    texts = format_alike([mass_g for _label, mass_g in held], lang)
    return "; ".join(f"{label}: {text}" for (label, _mass), text in zip(held, texts, strict=True))
