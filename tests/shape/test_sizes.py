"""Small and named: what has no place yet gets a noun, not a heap."""

import pytest

from tests.shape.source import ROOT, functions_of, place, python_files

MAX_FUNCTION_LINES = 40
MAX_FILE_LINES = 400


def test_functions_have_at_most_40_lines():
    long = [
        f"{place(path, node)} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path in python_files()
        for node in functions_of(path)
        if node.end_lineno - node.lineno + 1 > MAX_FUNCTION_LINES
    ]
    assert long == []


def test_files_have_at_most_400_lines():
    written = [
        *python_files(),
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "static" / "css").glob("*.css"),
        *(ROOT / "static" / "js").glob("*.js"),
    ]
    lengths = {path: len(path.read_text().splitlines()) for path in written}
    assert {str(path): n for path, n in lengths.items() if n > MAX_FILE_LINES} == {}


@pytest.mark.parametrize("heap", ["utils", "helpers", "common", "misc"])
def test_no_module_is_a_heap(heap: str):
    assert [path for path in python_files() if path.stem == heap or path.parent.name == heap] == []
