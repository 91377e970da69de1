"""An .xlsx as a package: which part is which sheet, what it is called, what hangs on it."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from shop_onboard.exports.templates.places import Area, area_of
from shop_onboard.exports.templates.zip_parts import ZipParts, unreadable

_TABLE = "/relationships/table"


@dataclass(frozen=True)
class SheetPart:
    """A worksheet: its name as people see it, its part, and whether it is hidden."""

    name: str
    part: str
    is_hidden: bool


def sheet_parts(parts: ZipParts) -> list[SheetPart]:
    """The sheets in the order of the workbook; DomainError when it does not say where they are."""
    targets = dict(_targets(parts, "xl/workbook.xml"))
    found = []
    for tag, attributes in _tags(_part(parts, "xl/workbook.xml")):
        if tag == "sheet":
            part = targets.get(attributes.get("id", ""), ("", ""))[1]
            is_hidden = attributes.get("state", "visible") != "visible"
            found.append(SheetPart(attributes.get("name", ""), part, is_hidden))
    return [each for each in found if each.part in parts.names]


def defined_names(parts: ZipParts) -> dict[str, str]:
    """Name → the range it stands for, of the names of the whole workbook."""
    names: dict[str, str] = {}
    open_name = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal open_name
        is_name = tag.endswith("definedName") and "localSheetId" not in attributes
        open_name = attributes.get("name", "") if is_name else ""

    def text(more: str) -> None:
        if open_name:
            names[open_name] = names.get(open_name, "") + more

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    _parse(parser, _part(parts, "xl/workbook.xml"))
    return names


def table_parts(parts: ZipParts, sheet: SheetPart) -> Iterator[tuple[str, Area, int]]:
    """The tables on a sheet: part, area, and how many rows of totals end it."""
    for kind, target in dict(_targets(parts, sheet.part)).values():
        if kind.endswith(_TABLE):
            [(_tag, attributes), *_] = _tags(_part(parts, target))
            area = area_of(attributes.get("ref", ""))
            if area is None:
                raise unreadable()
            yield target, area, int(attributes.get("totalsRowCount", "0"))


def _targets(parts: ZipParts, part: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Relationship id → (kind, part)."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in parts.names:
        return
    for tag, attributes in _tags(parts.read(relations)):
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.join("/", folder, attributes.get("Target", ""))
            kind = attributes.get("Type", "")
            yield attributes.get("Id", ""), (kind, posixpath.normpath(target).lstrip("/"))


def _part(parts: ZipParts, name: str) -> bytes:
    try:
        return parts.read(name)
    except KeyError:
        raise unreadable() from None


def _tags(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        local = {name.rpartition(":")[2]: value for name, value in attributes.items()}
        found.append((tag.rpartition(":")[2], local))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    _parse(parser, xml)
    return found


def _refuse(*_declaration: object) -> None:
    raise unreadable()


def _parse(parser: expat.XMLParserType, xml: bytes) -> None:
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise unreadable() from None
