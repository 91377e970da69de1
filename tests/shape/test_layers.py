"""Imports point down: the contracts of pyproject.toml hold."""

import subprocess
import sys
from pathlib import Path

from tests.shape.source import ROOT


def test_every_import_contract_is_kept():
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "4 kept, 0 broken" in done.stdout


def test_what_reads_spreadsheets_starts_without_the_web_framework():
    code = (
        "import sys, shop_onboard.imports.readers, shop_onboard.documents.languages;"
        "print([m for m in ('flask', 'sqlalchemy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
