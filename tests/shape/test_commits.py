"""Edges commit, services flush; imports stand on top; settings are read in one place."""

import ast
from pathlib import Path

from tests.shape.source import PACKAGE, ROOT, TESTS, functions_of, place, python_files, tree_of

EDGES = ("web", "jobs", "cli")


def _inside(path: Path, *folders: str) -> bool:
    return path.relative_to(PACKAGE).parts[0] in folders


def test_only_edges_commit():
    found = [
        place(path, node)
        for path in python_files(PACKAGE)
        if not _inside(path, *EDGES)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
    ]
    assert found == []


def test_imports_stand_at_the_top_of_their_file():
    found = [
        place(path, node)
        for path in python_files()
        for function in functions_of(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_no_import_is_relative():
    found = [
        place(path, node)
        for path in python_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert found == []


def test_page_tests_use_no_mocks():
    found = [
        str(path)
        for path in python_files(TESTS / "web")
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Import | ast.ImportFrom) and "mock" in ast.dump(node))
        or (isinstance(node, ast.Name) and node.id in ("monkeypatch", "mocker"))
        or (isinstance(node, ast.arg) and node.arg in ("monkeypatch", "mocker"))
    ]
    assert found == []


def test_only_the_configuration_reads_the_environment():
    found = [
        place(path, node)
        for path in python_files(PACKAGE, ROOT / "migrations")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    ]
    assert found == []


def test_selects_are_written_in_queries_and_services_alone():
    found = [
        place(path, node)
        for path in python_files(PACKAGE / "web", PACKAGE / "cli", PACKAGE / "jobs")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("select", "execute", "scalar", "scalars")
    ]
    assert found == []
