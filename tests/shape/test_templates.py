"""Templates say things; they hold no script, no style, no unescaped text."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, meta

from tests.shape.source import TEMPLATES

FILES = sorted(TEMPLATES.rglob("*.html"))
# Pictures made by the product itself from numbers and fixed shapes, never from typed text.
_MADE_HERE = re.compile(r"\{\{\s*(?:[\w.]*\.)?(?:chart|svg|qr|json_ld)\w*\s*\|\s*safe\s*\}\}")


def _name(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


def _is_fragment(path: Path) -> bool:
    """What other pages or documents take in: macros, and the advice for one marketplace."""
    return path.name.startswith("_") or path.parent.name in ("_macros", "marketplaces")


def _is_document(path: Path) -> bool:
    return path.parent.name == "documents"


PAGES = [
    path
    for path in FILES
    if not _is_fragment(path) and not _is_document(path) and path.name != "base.html"
]


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_every_page_stands_on_the_base_with_a_title_and_one_heading(path: Path):
    text = path.read_text()
    assert re.match(r"\{% extends \"[\w/]*base\.html\" %\}", text), "extends no base"
    title = re.search(r"\{% block title %\}(.*?)\{% endblock %\}", text, re.DOTALL)
    assert title, "no title"
    assert title[1].strip(), "empty title"
    assert "<h1" in text or "include" in text or "import" in text


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_nothing_typed_is_ever_put_in_unescaped(path: Path):
    text = path.read_text()
    for found in re.findall(r"\{\{[^}]*\|\s*safe[^}]*\}\}", text):
        assert _MADE_HERE.fullmatch(found), found
    assert "autoescape false" not in text
    assert not re.search(r"\{%\s*autoescape", text)


@pytest.mark.parametrize("path", [p for p in FILES if not _is_document(p)], ids=_name)
def test_no_inline_script_or_style(path: Path):
    text = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son\w+=\"|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=| type=.application/ld\+json.>)", text)


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_nothing_is_imported_that_is_not_used(path: Path):
    text = path.read_text()
    for names in re.findall(r"\{% from \"[^\"]+\" import ([^%]+?)(?: with context)? %\}", text):
        for name in names.split(","):
            used = name.split(" as ")[-1].strip()
            assert len(re.findall(rf"\b{used}\b", text)) > 1, f"{used} is never used"


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_what_is_included_exists(path: Path):
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(path.read_text())
    for name in meta.find_referenced_templates(tree):
        assert name is None or (TEMPLATES / name).exists(), name


@pytest.mark.parametrize("path", [p for p in FILES if not _is_document(p)], ids=_name)
def test_visible_words_are_marked_for_translation(path: Path):
    text = re.sub(r"\{[{%#].*?[}%#]\}", "", path.read_text(), flags=re.DOTALL)
    text = re.sub(r"<[^>]*>", " ", text)
    vietnamese = re.findall(
        r"[^\W\d_]*[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ][^\W\d_]*", text.lower()
    )
    assert set(vietnamese) <= {"lên", "sàn"}
