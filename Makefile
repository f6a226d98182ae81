# Every habit of this project is one word here; `make help` lists them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

HOST ?= 127.0.0.1
PORT ?= 8000
T ?= tests
COMPANIES ?= 10000
PRODUCTS ?= 20000
WORKERS ?= $(shell nproc 2>/dev/null || echo 2)
BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi
SOURCES := marketplace search_index tests migrations scripts benchmarks wsgi.py

.PHONY: help install install-dev demo run migrate migration index messages check test soak screenshots bench fix services services-stop

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

install:  ## the environment in .venv
	@scripts/install main
	@$(BIN)/python scripts/messages.py compile

install-dev:  ## the environment with the tools of developers
	@scripts/install dev
	@$(BIN)/python scripts/messages.py compile

demo: install  ## database, reference data and a small invented demo
	@scripts/demo

run: demo  ## all of that, then the server: make run HOST=0.0.0.0 PORT=8000
	@exec $(FLASK) serve --host $(HOST) --port $(PORT)

migrate: install  ## bring the database to the newest migration
	@$(FLASK) db upgrade
	@[ -z "$${DATABASE_OWNER_URL:-}" ] || $(FLASK) database grant
	@$(FLASK) load-moves

migration: install  ## a new numbered migration: make migration m="add terms to deal"
	@$(BIN)/python scripts/migration.py "$(m)"

index: install  ## rebuild the search index, compare and repair
	@$(FLASK) index rebuild && $(FLASK) index check

messages: install-dev  ## collect new texts into the catalogues, report what is missing, compile
	@$(BIN)/python scripts/messages.py update

check: install-dev  ## the fast lane: lint, types, imports, architecture, quick tests
	@scripts/check

test: install-dev  ## everything, with the real servers; T=tests/deals for a part
	@scripts/test $(T) $(WORKERS)

soak: install-dev  ## the long repetitions
	@scripts/soak $(T)

screenshots: install-dev  ## a picture of every page, in both languages, narrow and wide, light and dark: var/screenshots
	@SCREENSHOTS=var/screenshots CHROMIUM=$$(scripts/chromium) $(BIN)/python -m pytest -q -m browser -n $(WORKERS) tests/browser/test_accessibility.py

bench: install-dev  ## programs that print ratios: make bench COMPANIES=100000 PRODUCTS=200000
	@scripts/install bench
	@scripts/install semantic || echo "Without the encoder of meanings: search_quality measures words alone."
	@$(BIN)/python -m benchmarks.population --companies $(COMPANIES) --products $(PRODUCTS)
	@for program in benchmarks/*.py; do echo "== $$program"; PYTHONPATH=. $(BIN)/python "$$program"; done

fix: install-dev  ## format and safe repairs
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

services: install  ## PostgreSQL, Redis and Elasticsearch without Docker; prints their addresses
	@scripts/services start
	@echo 'To use them:  eval "$$(scripts/services url env)"; make run'
	@echo 'and beside it, with the same settings:  .venv/bin/celery -A marketplace.worker worker --beat'

services-stop:  ## stop what `make services` started; the data stays in var/services
	@scripts/services stop
