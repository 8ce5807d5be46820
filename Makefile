# Two commands for a newcomer: `make build`, then `make test`. Nothing here needs more than
# Python 3.11, Node 20, make and git.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
JOBS   ?= 2

.PHONY: build serve test test-fast test-python test-browser test-reader test-deps check lock bench clean

build: $(VENV)/.runtime
	$(BIN)/python build.py build
	@echo "The sample publication is in public/. To read it, with live reload and a login: make serve"

serve: $(VENV)/.runtime
	$(BIN)/python build.py serve

$(VENV)/.runtime: requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

node_modules/.installed: package-lock.json
	npm ci --silent --no-fund --no-audit
	touch $@

test-deps: $(VENV)/.dev node_modules/.installed
	./scripts/debian-packages chromium postgresql
	command -v java >/dev/null || ./scripts/debian-packages default-jre-headless

check: $(VENV)/.dev node_modules/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	npx --no-install tsc --project generator/browser/jsconfig.json
	npx --no-install tsc --project generator/preview/browser/jsconfig.json

test: test-deps check
	$(BIN)/python -m pytest -n $(JOBS) -m "not lab"
	node generator/browser/testing/vectors.js tests/vectors

# Everything that needs no browser, no PostgreSQL and under a quarter of a second each.
test-fast: $(VENV)/.dev
	$(BIN)/python -m pytest -n $(JOBS) -m "not slow and not browser and not postgres"

# All budgets of docs/budgets.md, those of time too: one after the other, on a machine that does nothing else.
test-reader: test-deps
	$(BIN)/python -m pytest tests/reader

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks.run

# Rewrites the two lock files from pyproject.toml; they name hashes and no registry.
lock:
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet uv
	$(VENV)-lock/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q pyproject.toml --extra search -o requirements.lock
	$(VENV)-lock/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q pyproject.toml --group dev -o requirements-dev.lock
	rm -r $(VENV)-lock

clean:
	rm -rf public .marbre
