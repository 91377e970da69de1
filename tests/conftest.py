"""Two databases, a small world in each, and a page client that reads like a person."""

import getpass
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import psycopg
import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule

import config as settings
from shop_onboard.app import create_app
from shop_onboard.cli import season
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from tests import world
from tests.pages import Browser

# A shared machine pauses when it likes; a property is about values, not about time.
hypothesis.settings.register_profile("shared", deadline=None)
hypothesis.settings.load_profile("shared")

POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--run-full", action="store_true", help="fault loops and load at full length")
    parser.addoption("--write-pictures", action="store_true", help="keep pictures of the pages")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--run-full"):
        return
    for item in items:
        if "full" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="runs with make test-all"))


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server of these tests alone, reached through a socket in its folder."""

    folder: Path

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def run(self, statement: str) -> None:
        address = f"host={self.folder} user=postgres dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[arg-type]


def _as_postgres(command: list[str]) -> None:
    # initdb refuses root; Debian's package brings the user.
    prefix = ["runuser", "-u", "postgres", "--"] if getpass.getuser() == "root" else []
    subprocess.run([*prefix, *command], check=True, capture_output=True, cwd="/")


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    assert POSTGRES, "PostgreSQL is missing: make test installs it"
    folder = Path("/tmp") / f"lensan-pg-{os.getpid()}"  # noqa: S108 - a socket path must be short
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o755)
    if getpass.getuser() == "root":
        shutil.chown(folder, "postgres", "postgres")
    data = str(folder / "data")
    make = [str(POSTGRES[-1] / "initdb"), "-D", data, "-U", "postgres"]
    control = [str(POSTGRES[-1] / "pg_ctl"), "-D", data]
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off"
    _as_postgres([*make, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])
    _as_postgres([*control, "-o", options, "-w", "-l", str(folder / "log"), "start"])
    try:
        yield Cluster(folder)
    finally:
        _as_postgres([*control, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def _fill(app: Flask) -> None:
    season.migrate(app)
    with app.app_context(), writing():
        world.build()
        db.session.commit()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database with the small world, to be copied for each test."""
    folder = tmp_path_factory.mktemp("sqlite-template")
    _fill(create_app(settings.Testing(folder)))
    return folder


@pytest.fixture(scope="session")
def postgres_template(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same in PostgreSQL."""
    cluster.run("CREATE DATABASE small_world")
    folder = tmp_path_factory.mktemp("postgres-template")
    _fill(create_app(settings.Testing(folder, SQLALCHEMY_DATABASE_URI=cluster.url("small_world"))))
    return "small_world"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Each test has an application of its own; its templates need compiling only once."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session")
def compiled_addresses() -> Iterator[None]:
    """Nor do its addresses: what werkzeug compiles from a rule depends on the rule's text alone."""
    compile_builder = Rule._compile_builder
    compiled: dict[tuple[object, ...], object] = {}

    def compiled_once(rule: Rule, append_unknown: bool = True) -> object:
        key = (rule.rule, rule.subdomain, rule.host, repr(rule.defaults), append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", compiled_once)
        yield


@pytest.fixture
def app(
    database_kind: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    compiled_templates: FileSystemBytecodeCache,
    compiled_addresses: None,
) -> Iterator[Flask]:
    """An application on a fresh copy of the small world."""
    if database_kind == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        shutil.copytree(template, tmp_path / "instance")
        application = create_app(settings.Testing(tmp_path / "instance"))
        application.jinja_env.bytecode_cache = compiled_templates
        yield application
        _leave(application)
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    template = request.getfixturevalue("postgres_template")
    cluster.run(f"CREATE DATABASE one_test TEMPLATE {template} STRATEGY FILE_COPY")
    application = create_app(
        settings.Testing(tmp_path / "instance", SQLALCHEMY_DATABASE_URI=cluster.url("one_test"))
    )
    application.jinja_env.bytecode_cache = compiled_templates
    yield application
    _leave(application)
    cluster.run("DROP DATABASE one_test WITH (FORCE)")


def _leave(application: Flask) -> None:
    with application.app_context():
        db.engine.dispose()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Nobody in particular, signed out."""
    return Browser(app)


def _person(name: str):
    @pytest.fixture
    def person(app: Flask) -> Browser:
        return Browser(app).signed_in_as(world.PHONES[name])

    return person


# Each is a signed-in person of the small world (see tests/world.py).
as_admin = _person("admin")
as_province = _person("province")
as_officer = _person("officer")
as_officer_b = _person("officer_b")
as_volunteer = _person("volunteer")
as_manager = _person("manager")
as_manager_b = _person("manager_b")
as_foreigner = _person("foreigner")
