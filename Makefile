# Everything starts here: `make help`. Needs Python 3.11 or newer and nothing else.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then command -v $$p; break; fi; done)
VENV := .venv
BIN := $(VENV)/bin
PRODUCT := $(VENV)/.installed
TOOLS := $(VENV)/.installed-dev
CATALOGUES := $(wildcard src/corridor/locale/*/LC_MESSAGES/*.po)
LINES := $(VENV)/.translations
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --no-input
DEMO_OPTIONS ?=

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset install test check bench clean check-style check-contracts check-types \
	check-templates check-translations check-migrations

help:
	@echo 'make demo        install, fill in the demo network, start it, print its address (Ctrl-C stops it)'
	@echo 'make demo-reset  stop the demo and delete its data; the next "make demo" starts afresh'
	@echo 'make test        the whole test suite on a real PostgreSQL (DATABASE_URL=... for your own)'
	@echo 'make check       ruff, mypy, import contracts, templates, translations, migrations (-k: all, though one fails)'
	@echo 'make bench       measure: search quality and speed, parallel readers'
	@echo 'make install     only install, into .venv'
	@echo 'make clean       remove .venv and caches; data stays'
	@echo
	@echo 'Then: $(BIN)/corridor --help'

demo: $(PRODUCT) $(LINES)
	@exec $(BIN)/corridor demo $(DEMO_OPTIONS)

demo-reset: $(PRODUCT)
	@exec $(BIN)/corridor demo-reset

install: $(PRODUCT) $(LINES)

test: $(TOOLS) $(LINES)
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup $(TEST_OPTIONS)

check: check-style check-contracts check-types check-templates check-translations check-migrations

check-style: $(TOOLS)
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .

check-contracts: $(TOOLS)
	$(BIN)/lint-imports

check-types: $(TOOLS)
	$(BIN)/mypy

check-templates: $(TOOLS)
	$(BIN)/djlint src --lint --quiet --profile django --ignore H015,H023,H030,H031

check-translations: $(TOOLS) $(LINES)
	$(BIN)/python -m corridor.kernel.i18n.catalogues --check
	@if command -v msgfmt >/dev/null; then \
		for file in $(CATALOGUES); do msgfmt --check --output-file=/dev/null $$file || exit 1; done; \
		echo 'msgfmt: $(words $(CATALOGUES)) catalogues are well formed'; \
	else echo 'msgfmt is not installed: its check of the translations was skipped'; fi

check-migrations: $(TOOLS)
	$(BIN)/corridor makemigrations --check --dry-run

bench: $(TOOLS) $(LINES)
	$(BIN)/python -m bench

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build dist
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.egg-info' -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -delete

$(BIN)/python:
	@test -n '$(PYTHON)' || { \
		echo 'Corridor needs Python 3.11 or newer. On Debian or Ubuntu: apt-get install python3 python3-venv'; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo '$(PYTHON) cannot make virtual environments: its venv package is not installed.'; \
		echo 'On Debian or Ubuntu: apt-get install python3-venv. Then run make again.'; exit 1; }
	@echo 'Making $(VENV) with $(PYTHON)'
	@$(PYTHON) -m venv $(VENV)

$(PRODUCT): requirements.lock pyproject.toml | $(BIN)/python
	@echo 'Installing Corridor from requirements.lock'
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(TOOLS): requirements-dev.lock $(PRODUCT)
	@echo 'Installing the tools of the workshop from requirements-dev.lock'
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

$(LINES): $(CATALOGUES) | $(PRODUCT)
	@$(BIN)/python -m corridor.kernel.i18n.catalogues
	@touch $@
