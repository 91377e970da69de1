"""The tonnage report as DOCX, for the officer who will edit it: real headings and tables."""

import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time

import docx
from babel.support import NullTranslations
from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from shop_onboard.documents.charts import chart_png
from shop_onboard.documents.reports import TonnageReport, Wording
from shop_onboard.values import palette

_FONT = "Times New Roman"
_BLACK = RGBColor(0, 0, 0)
_SAMPLE_RED = RGBColor.from_string(palette.BAD.removeprefix("#").upper())
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER
_RIGHT = WD_ALIGN_PARAGRAPH.RIGHT
# Widths of a breakdown's columns in mm; the second takes what the others leave of 160 mm.
_WIDTHS_MM = {0: 10, 2: 22, 3: 23, 4: 16, 5: 32}
_TEXT_WIDTH_MM = 160
_CLAIM_WIDTHS_MM = (48, 26, 30, 30, 26)
# A table of at most this many rows stays on one page.
_SHORT_TABLE = 8


def build_docx(report: TonnageReport, lang: str, translations: NullTranslations) -> bytes:
    """A4 in the house style; the same report gives the same bytes."""
    wording = Wording(report, lang, translations)
    document = docx.Document()
    _set_page(document, wording)
    _set_styles(document, lang)
    _set_properties(document, wording)
    _letterhead(document, wording)
    _title(document, wording)
    document.add_heading(wording.headings["summary"], 1)
    _paragraphs(document, wording.summary())
    _breakdowns(document, wording)
    _claims(document, wording)
    document.add_heading(wording.headings["counting"], 1)
    _paragraphs(document, wording.counting(), is_last=True)
    _closing(document, wording)
    out = io.BytesIO()
    document.save(out)
    return _dated(out.getvalue(), report.made_on)


def _set_page(document: Document, wording: Wording) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    if wording.sample_mark:
        for footer in (section.footer, section.first_page_footer):
            _write(footer.paragraphs[0], wording.sample_mark, _CENTRE, bold=True, size=11)
            footer.paragraphs[0].runs[0].font.color.rgb = _SAMPLE_RED


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = _CENTRE
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _set_styles(document: Document, lang: str) -> None:
    sizes = {"Normal": 14, "Heading 1": 14, "Heading 2": 14, "Title": 16, "Caption": 12}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), _BLACK
        style.font.bold = name in ("Heading 1", "Title")
        style.font.italic = name in ("Heading 2", "Caption")
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            del fonts.attrib[attribute]
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), _FONT)
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
    document.styles["Heading 2"].font.bold = True
    for name, before in (("Normal", 0), ("Heading 1", 14), ("Heading 2", 10), ("Title", 24)):
        spacing = document.styles[name].paragraph_format
        spacing.space_before, spacing.space_after = Pt(before), Pt(0 if name == "Normal" else 6)
        spacing.line_spacing = 1.15
    language = OxmlElement("w:lang")
    for attribute in ("w:val", "w:eastAsia"):
        language.set(qn(attribute), "en-GB" if lang == "en" else "vi-VN")
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(language)


def _set_properties(document: Document, wording: Wording) -> None:
    report = wording.report
    made = datetime.combine(report.made_on, time())
    properties = document.core_properties
    properties.author = properties.last_modified_by = report.issuing_body
    properties.title = f"{wording.title} – {wording.abstract}"
    properties.subject = wording.period()
    properties.comments = wording.sample_mark
    properties.language = wording.lang
    properties.created = properties.modified = made


def _write(
    paragraph: Paragraph,
    text: str,
    alignment: WD_ALIGN_PARAGRAPH | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
    size: int | None = None,
) -> Paragraph:
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    if size:
        run.font.size = Pt(size)
    if alignment is not None:
        paragraph.alignment = alignment
    return paragraph


def _letterhead(document: Document, wording: Wording) -> None:
    report = wording.report
    left, right = _two_columns(document, (72, 88))
    lines = [(report.parent_body.upper(), False, 13)] if report.parent_body else []
    lines += [(report.issuing_body.upper(), True, 14), ("***", False, 13)]
    if wording.number_line:
        lines.append((wording.number_line, False, 13))
    _lines(left, lines)
    union = _write(right.paragraphs[0], "ĐOÀN TNCS HỒ CHÍ MINH", _CENTRE, bold=True, size=15)
    union.runs[0].underline = True
    place = _write(right.add_paragraph(), wording.place_and_date, _CENTRE, italic=True, size=13)
    place.paragraph_format.space_before = Pt(12)


def _two_columns(document: Document, widths_mm: tuple[int, int]) -> tuple[_Cell, _Cell]:
    table = document.add_table(1, 2)
    table.autofit = False
    for column, width_mm in zip(table.columns, widths_mm, strict=True):
        column.width = column.cells[0].width = Mm(width_mm)
    return table.cell(0, 0), table.cell(0, 1)


def _lines(cell: _Cell, lines: Iterable[tuple[str, bool, int]]) -> None:
    for number, (text, bold, size) in enumerate(lines):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        _write(paragraph, text, _CENTRE, bold=bold, size=size)


def _title(document: Document, wording: Wording) -> None:
    document.add_heading(wording.title, 0).alignment = _CENTRE
    _write(document.add_paragraph(), wording.abstract, _CENTRE, bold=True)
    _write(document.add_paragraph(), "–––––––", _CENTRE)


def _paragraphs(document: Document, texts: Iterable[str], is_last: bool = False) -> None:
    """Indented paragraphs; the last ones stay with the signature, which never stands alone."""
    for text in texts:
        paragraph = document.add_paragraph(text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.keep_with_next = is_last
        paragraph.paragraph_format.first_line_indent = Mm(10)
        paragraph.paragraph_format.space_before = Pt(6)


def _breakdowns(document: Document, wording: Wording) -> None:
    document.add_heading(wording.headings["tables"], 1)
    for breakdown in wording.breakdowns():
        document.add_heading(breakdown.caption, 2)
        rows = [wording.cells(str(n), row) for n, row in enumerate(breakdown.rows, 1)]
        rows.append(wording.cells("", wording.total))
        columns = wording.columns(breakdown.column)
        rest = _TEXT_WIDTH_MM - sum(_WIDTHS_MM.get(n, 0) for n in range(len(columns)))
        table = _table(
            document, columns, rows, [_WIDTHS_MM.get(n, rest) for n in range(len(columns))]
        )
        _shape_figures(table)
        if breakdown.note:
            _write(document.add_paragraph(), breakdown.note, italic=True, size=12)
        if breakdown.rows is wording.report.by_channel:
            _picture(document, wording)


def _table(
    document: Document, heads: tuple[str, ...], rows: list[tuple[str, ...]], widths_mm: list[int]
) -> Table:
    table: Table = document.add_table(0, len(heads), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width_mm in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width_mm)
    together = len(rows) <= _SHORT_TABLE
    for number, texts in enumerate([heads, *rows]):
        row = table.add_row()  # type: ignore[no-untyped-call]
        whole = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(whole)
        for cell, text, width_mm in zip(row.cells, texts, widths_mm, strict=True):
            cell.width = Mm(width_mm)
            alignment = None if number else _CENTRE
            _write(cell.paragraphs[0], text, alignment, bold=not number or None, size=12)
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            kept = number < len(rows) and (together or number in (0, len(rows) - 1))
            cell.paragraphs[0].paragraph_format.keep_with_next = kept
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    return table


def _shape_figures(table: Table) -> None:
    """Figures to the right, positions in the middle, the total in bold."""
    rows = list(table.rows)
    for row in rows[1:]:
        for number, cell in enumerate(row.cells):
            if number != 1:
                cell.paragraphs[0].alignment = _RIGHT if number else _CENTRE
            for run in cell.paragraphs[0].runs:
                run.bold = row is rows[-1] or None


def _picture(document: Document, wording: Wording) -> None:
    chart = wording.chart()
    paragraph = document.add_paragraph()
    paragraph.alignment = _CENTRE
    paragraph.paragraph_format.space_before = Pt(12)
    paragraph.paragraph_format.keep_with_next = True
    picture = paragraph.add_run().add_picture(io.BytesIO(chart_png(chart)), width=Mm(140))
    described = picture._inline.docPr
    described.set("title", chart.title)
    described.set("descr", f"{chart.title}. {chart.description}")
    document.add_paragraph(chart.title, style="Caption").alignment = _CENTRE


def _claims(document: Document, wording: Wording) -> None:
    if wording.report.claims:
        document.add_heading(wording.headings["claims"], 1)
        rows = [wording.claim_cells(claim) for claim in wording.report.claims]
        _table(document, wording.claim_columns, rows, list(_CLAIM_WIDTHS_MM))


def _closing(document: Document, wording: Wording) -> None:
    report = wording.report
    if not (report.signature or report.recipients):
        return
    document.add_paragraph().paragraph_format.keep_with_next = True
    left, right = _two_columns(document, (80, 80))
    if report.recipients:
        _write(left.paragraphs[0], wording.recipients_lead, bold=True, italic=True, size=12)
        for recipient in report.recipients:
            _write(left.add_paragraph(), f"- {recipient}", size=12)
    if report.signature:
        signature = report.signature
        heads = [(signature.authority.upper(), True, 14), (signature.position.upper(), True, 14)]
        _lines(right, heads)
        name = _write(right.add_paragraph(), signature.name, _CENTRE, bold=True)
        name.paragraph_format.space_before = Pt(72)
    for paragraph in (*left.paragraphs, *right.paragraphs):
        paragraph.paragraph_format.keep_with_next = True


def _dated(document: bytes, day: date) -> bytes:
    """The same archive with every member dated `day`, so that equal reports are equal files."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            entry = zipfile.ZipInfo(member.filename, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(member))
    return out.getvalue()
