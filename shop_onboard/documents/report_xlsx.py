"""The tonnage report as XLSX, for whoever counts on: numbers as numbers, one table a sheet."""

import io
from datetime import datetime, time

from babel.support import NullTranslations
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from shop_onboard.documents.reports import G_PER_KG, Breakdown, ReportRow, TonnageReport, Wording
from shop_onboard.values import palette
from shop_onboard.values.text import N_

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FONT = "Times New Roman"
# The locale in a format sets the separators in LibreOffice; Excel takes those of the machine.
_WHOLE, _PARTS, _SHARE = "#,##0", "#,##0.000", "0.0%"
# Vietnamese of Vietnam and English of Britain (MS-LCID): whose marks a cell is shown with.
_LOCALES = {"vi": "[$-42A]", "en": "[$-809]"}
_A4 = 9
_HEAD_ROW = 3
_WIDTHS = (6, 44, 18, 18, 12, 22)
_CLAIM_WIDTHS = (40, 20, 20, 36, 16)


class _Styles:
    """The cell formats of one workbook."""

    def __init__(self, book: Workbook, mass_format: str, lang: str) -> None:
        base = {"font_name": _FONT, "font_size": 12, "valign": "vcenter"}
        grid = {**base, "border": 1}
        head = {"bold": True, "align": "center", "text_wrap": True, "bg_color": palette.LEAF_GROUND}
        self.title = book.add_format({**base, "bold": True, "font_size": 14})
        self.line = book.add_format(base)
        self.note = book.add_format({**base, "italic": True, "text_wrap": True, "valign": "top"})
        self.sample = book.add_format({**base, "bold": True, "font_color": palette.BAD})
        self.head = book.add_format({**grid, **head})
        self.text = book.add_format({**grid, "text_wrap": True, "indent": 1})
        self.centre = book.add_format({**grid, "align": "center"})
        self.bold = book.add_format({**grid, "bold": True, "indent": 1})
        self.figures = _figures(book, grid, mass_format, lang)
        self.totals = _figures(book, {**grid, "bold": True}, mass_format, lang)


def _figures(
    book: Workbook, base: dict[str, object], mass_format: str, lang: str
) -> tuple[Format, ...]:
    """Formats of sold and confirmed mass, share and revenue."""
    shapes = (_LOCALES[lang] + shape for shape in (mass_format, mass_format, _SHARE, _WHOLE))
    aside = {"align": "right", "indent": 1}
    return tuple(book.add_format({**base, **aside, "num_format": shape}) for shape in shapes)


def build_xlsx(report: TonnageReport, lang: str, translations: NullTranslations) -> bytes:
    """A workbook of values alone, without a formula; the same report gives the same bytes.

    Masses are in kilograms. A cell holds a double: exact to the gram for any real harvest.
    """
    wording = Wording(report, lang, translations)
    out = io.BytesIO()
    book = Workbook(out, _OPTIONS)
    book.set_properties(
        {
            "title": f"{wording.title} – {wording.abstract}",
            "author": report.issuing_body,
            "comments": wording.sample_mark,
            "created": datetime.combine(report.made_on, time()),
        }
    )
    styles = _Styles(book, _WHOLE if _whole_kg(report) else _PARTS, lang)
    summary = _sheet(book, wording, styles, wording.say(N_("Tổng hợp")), wording.abstract)
    last_row = _key_figures(summary, wording, styles)
    for breakdown in wording.breakdowns():
        _breakdown_sheet(book, wording, styles, breakdown)
    if report.by_channel:
        _chart(book, summary, wording, last_row + 2)
    if report.claims:
        _claims_sheet(book, wording, styles)
    book.close()
    return out.getvalue()


def _whole_kg(report: TonnageReport) -> bool:
    rows = (*report.by_channel, *report.by_cooperative, *report.by_commune, *report.by_month)
    masses = [mass_g for row in rows for mass_g in (row.mass_g, row.confirmed_mass_g)]
    masses += [report.total_mass_g, report.confirmed_mass_g, report.target_mass_g or 0]
    return not any(mass_g % G_PER_KG for mass_g in masses)


def _sheet(book: Workbook, wording: Wording, styles: _Styles, name: str, title: str) -> Worksheet:
    """A sheet with its title, period and mark, to be printed on A4 across, page by page."""
    sheet = book.add_worksheet(name)
    sheet.set_default_row(21)
    sheet.write_string(0, 0, title, styles.title)
    sheet.write_string(1, 0, wording.period(), styles.line)
    sheet.write_string(2, 0, wording.sample_mark, styles.sample)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    if wording.sample_mark:
        sheet.set_header(f"&C{wording.sample_mark}")
    issuer = f"{wording.report.issuing_body} – {wording.place_and_date}".replace("&", "&&")
    sheet.set_footer(f"&L{issuer}&R&P/&N")
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    sheet.repeat_rows(_HEAD_ROW)
    return sheet


def _heads(sheet: Worksheet, heads: tuple[str, ...], widths: tuple[int, ...], head: Format) -> None:
    sheet.set_row(_HEAD_ROW, 36)
    for column, (text, width) in enumerate(zip(heads, widths, strict=False)):
        sheet.set_column(column, column, width)
        sheet.write_string(_HEAD_ROW, column, text, head)


def _key_figures(sheet: Worksheet, wording: Wording, styles: _Styles) -> int:
    """The totals and how they were counted; returns the last row written."""
    report = wording.report
    sold, _, share, money = styles.figures
    declared_g = report.total_mass_g - report.confirmed_mass_g
    figures = [
        (N_("Khối lượng đã bán"), report.total_mass_g / G_PER_KG, "kg", sold),
        (N_("Trong đó đã đối chiếu chứng từ"), report.confirmed_mass_g / G_PER_KG, "kg", sold),
        (N_("Trong đó cơ sở khai, chưa đối chiếu"), declared_g / G_PER_KG, "kg", sold),
    ]
    if wording.shows_revenue:
        figures.append((N_("Doanh thu ghi nhận"), report.revenue_vnd, "đ", money))
    if report.target_mass_g:
        done = report.total_mass_g / report.target_mass_g
        figures.append((N_("Chỉ tiêu"), report.target_mass_g / G_PER_KG, "kg", sold))
        figures.append((N_("Đạt so với chỉ tiêu"), done, "", share))
    figures.append((N_("Hợp tác xã và mô hình"), report.cooperatives, "", money))
    figures.append((N_("Gian hàng"), report.storefronts, "", money))
    figures.append((N_("Sàn"), report.channels, "", money))
    names = (N_("Chỉ số"), N_("Giá trị"), N_("Đơn vị"))
    _heads(sheet, tuple(wording.say(name) for name in names), (46, 22, 10), styles.head)
    first = _HEAD_ROW + 1
    for row, (name, value, unit, shape) in enumerate(figures, first):
        sheet.write_string(row, 0, wording.say(name), styles.text)
        sheet.write_number(row, 1, value, shape)
        sheet.write_string(row, 2, unit, styles.text)
    notes = wording.counting()
    below = first + len(figures) + 1
    for row, sentence in enumerate(notes, below):
        sheet.merge_range(row, 0, row, 8, sentence, styles.note)
    return below + len(notes) - 1


def _breakdown_sheet(
    book: Workbook, wording: Wording, styles: _Styles, breakdown: Breakdown
) -> None:
    sheet = _sheet(book, wording, styles, breakdown.short, breakdown.caption)
    _heads(sheet, wording.columns(breakdown.column), _WIDTHS, styles.head)
    row = _HEAD_ROW
    for row, one in enumerate(breakdown.rows, _HEAD_ROW + 1):
        sheet.write_number(row, 0, row - _HEAD_ROW, styles.centre)
        sheet.write_string(row, 1, one.label, styles.text)
        _write_figures(sheet, row, wording, one, styles.figures)
    sheet.write_blank(row + 1, 0, None, styles.bold)
    sheet.write_string(row + 1, 1, wording.total.label, styles.bold)
    _write_figures(sheet, row + 1, wording, wording.total, styles.totals)
    if breakdown.note:
        sheet.merge_range(row + 3, 0, row + 3, 4, breakdown.note, styles.note)


def _write_figures(
    sheet: Worksheet, row: int, wording: Wording, one: ReportRow, shapes: tuple[Format, ...]
) -> None:
    whole = wording.report.total_mass_g
    sheet.write_number(row, 2, one.mass_g / G_PER_KG, shapes[0])
    sheet.write_number(row, 3, one.confirmed_mass_g / G_PER_KG, shapes[1])
    sheet.write_number(row, 4, one.mass_g / whole if whole else 0, shapes[2])
    if wording.shows_revenue:
        sheet.write_number(row, 5, one.revenue_vnd, shapes[3])


def _claims_sheet(book: Workbook, wording: Wording, styles: _Styles) -> None:
    title = wording.say(N_("Số liệu đã công bố (không cộng vào số bán)"))
    sheet = _sheet(book, wording, styles, wording.say(N_("Số đã công bố")), title)
    _heads(sheet, wording.claim_columns, _CLAIM_WIDTHS, styles.head)
    for row, claim in enumerate(wording.report.claims, _HEAD_ROW + 1):
        for column, text in enumerate(wording.claim_cells(claim)):
            sheet.write_string(row, column, text, styles.text)


def _chart(book: Workbook, sheet: Worksheet, wording: Wording, row: int) -> None:
    """A chart of the workbook's own, drawn from the sheet of channels."""
    source = wording.breakdowns()[0]
    first, last = _HEAD_ROW + 1, _HEAD_ROW + len(source.rows)
    chart = book.add_chart({"type": "bar"})
    title = wording.chart().title
    font = {"name": _FONT, "size": 11, "bold": False}
    shape = _LOCALES[wording.lang] + _WHOLE
    chart.add_series(
        {
            "name": title,
            "categories": [source.short, first, 1, last, 1],
            "values": [source.short, first, 2, last, 2],
            "fill": {"color": palette.CHART[0]},
            "gap": 60,
            "data_labels": {"value": True, "font": font, "num_format": shape},
        }
    )
    chart.set_title({"name": f"{title} (kg)", "name_font": {**font, "size": 13, "bold": True}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": font})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_size({"width": 760, "height": 90 + 60 * len(source.rows)})
    alt = f"{title}. {wording.chart().description}"
    sheet.insert_chart(row, 0, chart, {"description": alt, "object_position": 2})
