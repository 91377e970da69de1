"""The «phiếu thông tin đăng bán»: a workbook to type from, and glad to be printed.

Its rows are our own and it says so. It is in Vietnamese alone, because the portals that it is
typed into are.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PIL import Image, ImageOps
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from shop_onboard.exports.data_sheet_lines import PHOTO_EXTENSIONS, Line, sections
from shop_onboard.exports.listing import SAMPLE_MARK, ExportOptions, Listing
from shop_onboard.exports.tables import NewWorkbook, new_workbook
from shop_onboard.values import palette
from shop_onboard.values.dates import format_date, local_date

# Column widths in characters: together they fill the width of an upright A4 page.
_WIDTHS = (24, 47, 7, 10)
_CHARS_IN_VALUE = 48
_CHARS_ACROSS = 88
_PAGE_PT = 735
_PHOTO_PX = 112
_SECTION_PT = 20
_BOX = "☐"
_MISSING = "chưa có"

_LIST_COLUMNS = (
    ("STT", 5),
    ("Mã hàng", 15),
    ("Tên sản phẩm", 30),
    ("Quy cách", 14),
    ("Giá bán (đ)", 12),
    ("Tồn kho", 9),
    ("Tịnh (g)", 9),
    ("Cả bì (g)", 9),
    ("Số ảnh", 7),
    ("Đơn vị bán", 28),
    ("Đã đăng", 8),
)


@dataclass(frozen=True)
class _Styles:
    title: Format
    name: Format
    note: Format
    sample: Format
    section: Format
    done: Format
    pack: Format
    seller: Format
    text: Format
    label: Format
    value: Format
    number: Format
    missing: Format
    box: Format
    head: Format
    cell: Format
    amount: Format
    middle: Format
    link: Format


def workbook(
    listings: Sequence[Listing], stems: dict[str, str], portal: str, options: ExportOptions
) -> bytes:
    """An XLSX with the sheets «Danh sách» (one row a listing) and «Phiếu» (one page a listing).

    `stems` maps a SKU to how its photos are called in the archive, `portal` names the marketplace
    whose pages are typed into.
    """
    with new_workbook("Phiếu thông tin đăng bán", options.site_name, options.made_at) as new:
        styles = _styles(new)
        contents = new.book.add_worksheet("Danh sách")
        pages = new.book.add_worksheet("Phiếu")
        starts = _write_pages(pages, styles, listings, stems, portal, options)
        _write_contents(contents, styles, listings, starts, portal, options)
    return new.content


def _styles(new: NewWorkbook) -> _Styles:
    base = {"font_name": "Arial", "font_size": 11, "font_color": palette.INK, "valign": "vcenter"}
    row = {**base, "bottom": 1, "bottom_color": palette.LINE, "text_wrap": True}
    grid = {**base, "font_size": 10, "border": 1, "border_color": palette.LINE, "text_wrap": True}

    def style(start: dict[str, object], **more: object) -> Format:
        return new.book.add_format({**start, **more})

    return _Styles(
        title=style(base, font_size=15, bold=True, font_color=palette.LEAF),
        name=style(base, font_size=15, bold=True, text_wrap=True),
        note=style(base, font_size=9, font_color=palette.SOFT, text_wrap=True),
        sample=style(
            base, bold=True, font_color=palette.HONEY, bg_color=palette.HONEY_GROUND, align="center"
        ),
        done=style(
            base, font_size=9, font_color=palette.LEAF, bg_color=palette.LEAF_GROUND, align="center"
        ),
        pack=style(base, font_size=12),
        seller=style(base, font_color=palette.SOFT, text_wrap=True, valign="top"),
        text=style(row, font_size=10, valign="top", num_format="@"),
        section=style(base, bold=True, font_color=palette.LEAF, bg_color=palette.LEAF_GROUND),
        label=style(row, font_color=palette.SOFT, valign="top"),
        value=style(row, bold=True, valign="top", align="left", num_format="@"),
        number=style(row, bold=True, valign="top", align="left", num_format="[$-42A]#,##0"),
        missing=style(row, italic=True, font_color=palette.SOFT, valign="top"),
        box=style(row, font_size=13, align="center", valign="top"),
        head=style(
            grid, bold=True, font_color=palette.PAPER, bg_color=palette.LEAF, align="center"
        ),
        cell=style(grid, num_format="@", indent=1),
        amount=style(grid, num_format="[$-42A]#,##0", align="right", indent=1),
        middle=style(grid, align="center"),
        link=style(grid, indent=1, font_color=palette.LEAF, underline=1, num_format="@"),
    )


def _write_contents(
    sheet: Worksheet,
    styles: _Styles,
    listings: Sequence[Listing],
    starts: Sequence[int],
    portal: str,
    options: ExportOptions,
) -> None:
    _set_up(sheet, options)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    last = len(_LIST_COLUMNS) - 1
    sheet.set_row(0, 24)
    sheet.merge_range(0, 0, 0, last, f"Danh sách đăng bán trên {portal}", styles.title)
    sheet.merge_range(1, 0, 1, last, _about(len(listings), options), styles.note)
    if any(listing.is_sample for listing in listings):
        sheet.merge_range(2, 0, 2, last, str(SAMPLE_MARK), styles.sample)
    for column, (title, width) in enumerate(_LIST_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(3, column, title, styles.head)
    sheet.set_row(3, 22)
    sheet.freeze_panes(4, 3)
    sheet.repeat_rows(3)
    for number, (listing, start) in enumerate(zip(listings, starts, strict=True), start=1):
        _write_contents_row(sheet, styles, number, listing, start)


def _write_contents_row(
    sheet: Worksheet, styles: _Styles, number: int, listing: Listing, start: int
) -> None:
    row = 3 + number
    longest = max(len(listing.name), len(listing.cooperative_name))
    sheet.set_row(row, max(20, ceil(longest / 26) * 14 + 6))
    sheet.write_number(row, 0, number, styles.middle)
    sheet.write_url(row, 1, f"internal:'Phiếu'!A{start + 1}", styles.link, listing.sku)
    sheet.write_string(row, 2, listing.name, styles.cell)
    sheet.write_string(row, 3, listing.pack_label, styles.cell)
    amounts = (listing.price_vnd, listing.stock, listing.net_mass_g, listing.gross_mass_g)
    for column, amount in enumerate((*amounts, len(listing.images)), start=4):
        if amount is None:
            sheet.write_blank(row, column, None, styles.amount)
        else:
            sheet.write_number(row, column, amount, styles.amount)
    sheet.write_string(row, 9, listing.cooperative_name, styles.cell)
    sheet.write_string(row, 10, _BOX, styles.middle)


def _write_pages(
    sheet: Worksheet,
    styles: _Styles,
    listings: Sequence[Listing],
    stems: dict[str, str],
    portal: str,
    options: ExportOptions,
) -> list[int]:
    """Write a page for each listing; the rows, from 0, on which the pages begin."""
    _set_up(sheet, options)
    sheet.set_portrait()
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    starts: list[int] = []
    breaks: list[int] = []
    page = _Page(sheet, styles)
    for listing in listings:
        starts.append(page.row)
        page.used_pt = 0
        _write_head(page, listing, portal)
        for section, lines in sections(listing, stems[listing.sku]):
            if page.used_pt + _SECTION_PT + _height_pt(lines[0]) > _PAGE_PT:
                breaks.append(page.row)
                page.used_pt = 0
            _write_section(page, section, lines)
    sheet.set_h_pagebreaks([*starts[1:], *breaks])
    return starts


def _set_up(sheet: Worksheet, options: ExportOptions) -> None:
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.5, top=0.6, bottom=0.7)
    sheet.hide_gridlines(2)
    made = format_date(local_date(options.made_at))
    site = options.site_name.replace("&", "&&")
    sheet.set_footer(f"&L&9{site}, lập ngày {made}&R&9Trang &P/&N")


def _about(count: int, options: ExportOptions) -> str:
    made = format_date(local_date(options.made_at))
    return (
        f"{count} quy cách, lập ngày {made}. Bấm vào mã hàng để mở phiếu của sản phẩm. "
        f"Đây là phiếu của {options.site_name}, không phải mẫu của sàn."
    )


@dataclass
class _Page:
    """Where the pen is: the next row, and how much of the printed page is used."""

    sheet: Worksheet
    styles: _Styles
    row: int = 0
    used_pt: float = 0

    def band(self, height_pt: float, text: str, style: Format, last_column: int) -> None:
        """One row of text over the columns from the first to `last_column`."""
        self.sheet.merge_range(self.row, 0, self.row, last_column, text, style)
        self.advance(height_pt)

    def advance(self, height_pt: float) -> None:
        self.sheet.set_row(self.row, height_pt)
        self.row += 1
        self.used_pt += height_pt


def _write_head(page: _Page, listing: Listing, portal: str) -> None:
    styles = page.styles
    note = (
        f"Để gõ hoặc dán vào trang nhà cung cấp của {portal}; xong dòng nào, đánh dấu dòng đó. "
        "Đây là phiếu của Lên Sàn, không phải mẫu của sàn."
    )
    page.band(24, "Phiếu thông tin đăng bán", styles.title, 3)
    page.band(26, note, styles.note, 3)
    if listing.is_sample:
        page.band(20, str(SAMPLE_MARK), styles.sample, 3)
    _insert_cover(page, listing)
    page.band(44, listing.name, styles.name, 1)
    page.band(20, listing.pack_label, styles.pack, 1)
    page.band(22, listing.cooperative_name, styles.seller, 1)


def _insert_cover(page: _Page, listing: Listing) -> None:
    if not listing.images or listing.images[0].media_type not in PHOTO_EXTENSIONS:
        return
    with Image.open(io.BytesIO(listing.images[0].content)) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    small = ImageOps.contain(upright, (2 * _PHOTO_PX, 2 * _PHOTO_PX))
    jpeg = io.BytesIO()
    small.save(jpeg, "JPEG", quality=85)
    scale = _PHOTO_PX / max(small.size)
    place = {"image_data": jpeg, "x_scale": scale, "y_scale": scale, "x_offset": 0}
    place |= {"y_offset": 2, "description": listing.name, "object_position": 1}
    page.sheet.insert_image(page.row, 2, "cover.jpg", place)


def _write_section(page: _Page, title: str, lines: Sequence[Line]) -> None:
    page.sheet.write_string(page.row, 3, "Đã điền", page.styles.done)
    page.band(_SECTION_PT, title, page.styles.section, 2)
    for line in lines:
        _write_line(page.sheet, page.styles, page.row, line)
        page.advance(_height_pt(line))


def _height_pt(line: Line) -> float:
    if line.label:
        return max(17, ceil(len(_text(line)) / _CHARS_IN_VALUE) * 14 + 4)
    return max(17, ceil(len(_text(line)) / _CHARS_ACROSS) * 12.5 + 5)


def _text(line: Line) -> str:
    return _MISSING if line.value is None else str(line.value)


def _write_line(sheet: Worksheet, styles: _Styles, row: int, line: Line) -> None:
    sheet.write_string(row, 3, "" if line.value is None else _BOX, styles.box)
    if not line.label:
        style = styles.missing if line.value is None else styles.text
        sheet.merge_range(row, 0, row, 2, _text(line), style)
        return
    sheet.write_string(row, 0, line.label, styles.label)
    sheet.write_blank(row, 2, None, styles.label)
    if line.value is None:
        sheet.write_string(row, 1, _MISSING, styles.missing)
    elif isinstance(line.value, int):
        sheet.write_number(row, 1, line.value, styles.number)
    else:
        sheet.write_string(row, 1, line.value, styles.value)
