"""What running installs may be given away with the product: no GPL, no AGPL."""

import re
import tomllib
from importlib import metadata

from packaging.requirements import Requirement

from tests.shape.source import ROOT

# Linked at run time and exchangeable by whoever runs the product.
_LGPL = {"psycopg", "psycopg-binary", "python-stdnum", "pyphen", "pi-heif"}

_TEXTS = {
    "MIT": "Permission is hereby granted, free of charge, to any person obtaining a copy",
    "Zlib": "Altered source versions must be plainly marked as such",
}


def _required(of: str, extras: set[str]) -> list[Requirement]:
    found = []
    for line in metadata.requires(of) or []:
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras | {""}):
            found.append(requirement)
    return found


def _run_packages() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    waiting = [Requirement(line) for line in project["dependencies"]]
    found: set[str] = set()
    while waiting:
        requirement = waiting.pop()
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if name not in found:
            found.add(name)
            waiting += _required(name, set(requirement.extras))
    return found


def _licence(name: str) -> str:
    about = metadata.metadata(name)
    classifiers = [
        line.split("::")[-1].strip()
        for line in about.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    stated = about.get("License-Expression") or " / ".join(classifiers) or about.get("License")
    return stated or _from_its_file(name)


def _from_its_file(name: str) -> str:
    """A package that says nothing in its facts brings the text itself."""
    for file in metadata.files(name) or []:
        if file.name.startswith("LICENSE"):
            text = " ".join(file.read_text().split())
            return next((known for known, words in _TEXTS.items() if words in text), "")
    return ""


def _is_copyleft(licence: str) -> bool:
    """Whether every choice the licence leaves is GPL or AGPL."""
    choices = re.split(r"\s+OR\s+|/", licence)
    strong = re.compile(r"(?<![L])A?GPL|(?<!Lesser )General Public|Affero")
    return all(strong.search(choice) for choice in choices)


def test_running_installs_no_gpl():
    packages = _run_packages()
    assert len(packages) > 40
    assert [name for name in packages if _is_copyleft(_licence(name))] == []


def test_every_package_names_its_licence():
    assert [name for name in _run_packages() if not _licence(name)] == []


def test_lgpl_is_allowed_by_name():
    found = {name for name in _run_packages() if re.search("LGPL|Lesser", _licence(name))}
    assert found <= _LGPL
