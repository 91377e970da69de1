"""One season for all commands, and a copy of it for those that change something."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shop_onboard.values.dates import local_date
from tests.cli.terminal import Demo, Terminal, run_demo


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return run_demo(tmp_path_factory.mktemp("demo"), local_date(datetime.now(UTC)))


@pytest.fixture
def copy(demo: Demo, tmp_path: Path) -> Terminal:
    """The demo's installation once more, to change things in."""
    shutil.copytree(demo.folder / "instance", tmp_path / "copy")
    return Terminal(tmp_path / "copy")
