"""Text written straight into a PDF page: a subset of the documents' font and its widths."""

import io
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont

from shop_onboard.documents.rendering import STATIC
from shop_onboard.values.text import clean

_FONTS = STATIC / "vendor" / "fonts"
_THOUSAND = 1000


class StampFont:
    """The glyphs of a few characters of «Be Vietnam Pro» semi-bold, ready to be embedded.

    Characters stand alone: no kerning, no shaping, so texts are composed (NFC).
    """

    def __init__(self, characters: str) -> None:
        """Raises ValueError if the font has no glyph for one of the characters."""
        with TTFont(_FONTS / "BeVietnamPro-SemiBold.ttf") as font:
            missing = sorted(set(characters) - set(map(chr, font.getBestCmap())))
            if missing:
                raise ValueError(f"the font has no glyph for {missing}")
            subsetter = subset.Subsetter(
                subset.Options(layout_features=[], hinting=False, name_IDs=[], notdef_outline=True)
            )
            subsetter.populate(text=characters)
            subsetter.subset(font)
            self._units: int = font["head"].unitsPerEm
            self._glyphs: dict[str, int] = {
                chr(code): font.getGlyphID(name) for code, name in font.getBestCmap().items()
            }
            self._advances: list[int] = [font["hmtx"][name][0] for name in font.getGlyphOrder()]
            self._hexes = {char: f"{glyph:04X}" for char, glyph in self._glyphs.items()}
            self._widths = {char: self._advances[glyph] for char, glyph in self._glyphs.items()}
            self._metrics = (font["head"], font["hhea"], font["OS/2"])
            file = io.BytesIO()
            font.save(file)
        self._file = file.getvalue()

    def hex(self, text: str) -> bytes:
        """The text as the operand of `Tj`, two bytes a glyph (Identity-H)."""
        return f"<{''.join(map(self._hexes.__getitem__, text))}>".encode()

    def width(self, text: str) -> float:
        """The advance of the text at a size of 1."""
        return sum(map(self._widths.__getitem__, text)) / self._units

    def embed(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """A composite font object in `pdf`, from which text can be copied and searched."""
        head, hhea, os2 = self._metrics
        name = pikepdf.Name("/LENSAN+BeVietnamPro-SemiBold")
        file = pdf.make_stream(self._file, Length1=len(self._file))
        descriptor = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=name,
            Flags=4,
            FontBBox=[self._scaled(edge) for edge in (head.xMin, head.yMin, head.xMax, head.yMax)],
            ItalicAngle=0,
            Ascent=self._scaled(hhea.ascent),
            Descent=self._scaled(hhea.descent),
            CapHeight=self._scaled(os2.sCapHeight),
            StemV=100,
            FontFile2=file,
        )
        descendant = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            CIDToGIDMap=pikepdf.Name.Identity,
            DW=0,
            W=[0, [self._scaled(advance) for advance in self._advances]],
            FontDescriptor=pdf.make_indirect(descriptor),
        )
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=name,
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(descendant)],
            ToUnicode=pdf.make_stream(self._to_unicode()),
        )
        return pdf.make_indirect(font)

    def _scaled(self, value: int) -> int:
        return round(value * _THOUSAND / self._units)

    def _to_unicode(self) -> bytes:
        pairs = [
            f"<{glyph:04X}> <{char.encode('utf-16-be').hex().upper()}>"
            for char, glyph in self._glyphs.items()
        ]
        blocks = [pairs[first : first + 100] for first in range(0, len(pairs), 100)]
        body = "\n".join(
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
        )
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
            f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        ).encode()


def stamp_font(texts: Iterable[str]) -> StampFont:
    """The font for these texts. Raises ValueError if it lacks one of their characters."""
    return _font_of("".join(sorted(set().union(*texts))))


@lru_cache(maxsize=16)
def _font_of(characters: str) -> StampFont:
    return StampFont(characters)


def printable(text: str) -> str:
    """The text on one line without the signs (emoji and the like) that the font cannot draw.

    Letters of other scripts stay: the system's fonts may have them.
    """
    known = characters()
    return clean("".join(char for char in clean(text) if char in known or not _is_sign(char)))


@lru_cache(maxsize=1)
def characters() -> frozenset[str]:
    """What the documents' font can draw."""
    with TTFont(_FONTS / "BeVietnamPro-Regular.ttf", lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def _is_sign(char: str) -> bool:
    # Variation selectors are marks by category, but only ever follow a sign.
    return unicodedata.category(char)[0] in "CS" or "\ufe00" <= char <= "\ufe0f"
