"""Somebody at a terminal, and what the demo made for them."""

import json
import os
import pty
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import zxingcpp
from click.testing import CliRunner, Result
from PIL import Image

from shop_onboard.app import create_app
from shop_onboard.cli import group
from tests.shape.source import ROOT


@dataclass(frozen=True)
class Terminal:
    """Somebody at a terminal of one installation."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "SHOP_ONBOARD_INSTANCE": str(self.folder / "elsewhere"),
            "SHOP_ONBOARD_DATABASE_URL": f"sqlite:///{self.folder / 'lensan.sqlite3'}",
            "SHOP_ONBOARD_STORAGE_URL": f"file://{self.folder / 'files'}",
        }

    def run(self, *words: str) -> Result:
        return CliRunner(env=self.environment).invoke(group, list(words), obj=create_app)

    def typed(self, answer: str, *words: str) -> str:
        """What a command says to somebody at a real keyboard who answers its question so."""
        here, there = pty.openpty()
        try:
            os.write(here, f"{answer}\n".encode())
            done = subprocess.run(
                [sys.executable, "-m", "shop_onboard", *words],
                cwd=ROOT,
                env=os.environ | self.environment,
                stdin=there,
                capture_output=True,
                text=True,
            )
        finally:
            os.close(here)
            os.close(there)
        return done.stdout + done.stderr

    def ask(self, *words: str) -> dict[str, Any]:
        """A command that succeeds and prints one JSON object and nothing else."""
        done = self.run(*words, "--json")
        assert done.exit_code == 0, done.output
        assert done.stdout.count("\n") == 1
        answer = json.loads(done.stdout)
        assert isinstance(answer, dict)
        return answer

    def refused(self, *words: str, code: int = 1) -> str:
        """A command that is refused; the sentence."""
        done = self.run(*words)
        assert done.exit_code == code, done.output
        assert done.stdout == ""
        assert "Traceback" not in done.stderr
        return done.stderr


@dataclass(frozen=True)
class Demo:
    """What `demo --json` made and said."""

    folder: Path
    answer: dict[str, Any]
    progress: str

    @property
    def terminal(self) -> Terminal:
        return Terminal(self.folder / "instance")


def run_demo(folder: Path, today: date) -> Demo:
    command = [sys.executable, "-m", "shop_onboard", "demo", "--out", str(folder)]
    done = subprocess.run(
        [*command, "--today", today.isoformat(), "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    return Demo(folder, json.loads(done.stdout), done.stderr)


def pages_of(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def codes_of(path: Path, folder: Path) -> list[str]:
    """Every address that a scanner reads off a sheet."""
    target = folder / "page"
    subprocess.run(["pdftoppm", "-r", "200", "-png", str(path), str(target)], check=True)
    found = []
    for picture in sorted(folder.glob("page*.png")):
        with Image.open(picture) as image:
            found += [code.text for code in zxingcpp.read_barcodes(image)]
    return found
