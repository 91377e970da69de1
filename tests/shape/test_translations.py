"""Every sentence has its English, no English is left over, and the places in them agree."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.shape.source import PACKAGE, ROOT

ENGLISH = PACKAGE / "translations" / "en" / "LC_MESSAGES" / "messages.po"
_PLACE = re.compile(r"%\((\w+)\)[sd]")


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What code and templates say, extracted as `make messages` does it."""
    target = tmp_path_factory.mktemp("messages") / "messages.pot"
    keywords = re.findall(r"-k (\w+)", (ROOT / "Makefile").read_text())
    command = ["pybabel", "-q", "extract", "-F", str(ROOT / "babel.cfg"), "-o", str(target)]
    # Folders that begin with a mark, such as templates/_macros, are left out otherwise.
    command += ["--ignore-dirs", ".*"]
    for keyword in keywords:
        command += ["-k", keyword]
    CommandLineInterface().run([*command, str(ROOT)])
    return _read(target)


@pytest.fixture(scope="module")
def english() -> Catalog:
    return _read(ENGLISH)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def _ids(catalog: Catalog) -> set[str]:
    return {str(message.id) for message in catalog if message.id}


def test_every_way_to_mark_a_sentence_is_extracted(sentences: Catalog):
    found = _ids(sentences)
    assert "Số điện thoại" in found  # lazy, of a form
    assert "Không tìm thấy hợp tác xã này." in found  # N_, of a query
    assert "Đã duyệt." in found  # gettext, of a view
    assert "Chưa có hợp tác xã nào." in found  # of a template


def test_every_sentence_is_translated(sentences: Catalog, english: Catalog):
    told = {str(message.id) for message in english if message.string}
    assert sorted(_ids(sentences) - told) == []


def test_no_translation_is_left_over(sentences: Catalog, english: Catalog):
    assert sorted(_ids(english) - _ids(sentences)) == []


def test_no_translation_is_a_guess(english: Catalog):
    assert [message.id for message in english if message.id and message.fuzzy] == []


def test_places_agree_on_both_sides(english: Catalog):
    wrong = [
        message.id
        for message in english
        if message.id
        and message.string
        and set(_PLACE.findall(str(message.id))) != set(_PLACE.findall(str(message.string)))
    ]
    assert wrong == []


def test_no_percent_sign_stands_alone_in_a_sentence_with_places(english: Catalog):
    for message in english:
        for text in (str(message.id), str(message.string)):
            if _PLACE.search(text):
                assert "%" not in _PLACE.sub("", text).replace("%%", ""), text


def test_the_catalogue_compiles(english: Catalog):
    written = BytesIO()
    write_mo(written, english)
    assert len(written.getvalue()) > 100
