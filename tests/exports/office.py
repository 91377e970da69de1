"""Files of tables as LibreOffice shows them, which is what a person sees who opens one."""

import csv
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")
# Semicolons, UTF-8, texts alone in quotes where needed, cells as values, every sheet.
_TO_CSV = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,-1"
_FROM = {".csv": "CSV:44,34,UTF8", ".tsv": "CSV:9,34,UTF8", ".xlsx": ""}

Shown = dict[str, list[list[str]]]


def opened(files: Mapping[str, bytes], folder: Path) -> dict[str, Shown]:
    """Name → sheet → rows, of .csv, .tsv and .xlsx files; each kind is opened at one go."""
    found: dict[str, Shown] = {}
    for ending, reading in _FROM.items():
        names = {Path(name).stem: name for name in files if name.endswith(ending)}
        if not names:
            continue
        source, target = folder / f"in{ending}", folder / f"out{ending}"
        source.mkdir()
        for name in names.values():
            (source / name).write_bytes(files[name])
        _convert(source, target, reading, folder)
        for stem, name in names.items():
            found[name] = {
                path.stem.removeprefix(f"{stem}-"): _rows(path)
                for path in target.glob(f"{stem}-*.csv")
            }
    return found


def _convert(source: Path, target: Path, reading: str, folder: Path) -> None:
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    by = [f"--infilter={reading}"] if reading else []
    files = [str(path) for path in sorted(source.iterdir())]
    subprocess.run(
        ["soffice", home, "--headless", *by, "--convert-to", _TO_CSV, "--outdir", str(target),
         *files],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))
