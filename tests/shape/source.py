"""The project's own files, as the shape tests read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "shop_onboard"
TEMPLATES = ROOT / "templates"
TESTS = ROOT / "tests"


def python_files(*folders: Path) -> list[Path]:
    """Every Python file below the folders; without any, those of the whole project."""
    wanted = folders or (PACKAGE, TESTS, ROOT / "tools", ROOT / "benchmarks")
    found = [path for folder in wanted for path in sorted(folder.rglob("*.py"))]
    return found if folders else [*found, ROOT / "config.py", ROOT / "migrations" / "env.py"]


@cache
def tree_of(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(), str(path))


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def place(path: Path, node: ast.AST) -> str:
    """file:line, as an editor opens it."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"
