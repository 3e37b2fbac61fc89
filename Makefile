# Daybook's verbs. `make help` lists them; `make run` and `make test` are all a newcomer needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA := $(if $(DAYBOOK_DATA_DIR),$(DAYBOOK_DATA_DIR),var)
PID := $(DATA)/daybook.pid
LOG := $(DATA)/log/daybook.log
CODE := src tests tools bench manage.py

export PIP_DISABLE_PIP_VERSION_CHECK := 1
.DEFAULT_GOAL := help
.PHONY: help run test demo check bench format docs-check setup build start stop clean lint logs dev \
        types contracts templates migrations openapi tidiness vendor lock

help: ## List the verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | sed -E 's/:.*## /\t/' | expand -t 14

# --- for everybody -------------------------------------------------------------------------------

run: $(VENV)/run.stamp ## Install what is missing and serve everything on http://127.0.0.1:8000
	@$(BIN)/daybook serve

demo: $(VENV)/run.stamp ## Load the sample world, again and again if you like
	@$(BIN)/daybook migrate --verbosity 0
	@$(BIN)/daybook demo

start: $(VENV)/run.stamp ## Serve in the background (stop it with `make stop`)
	@mkdir -p $(dir $(LOG))
	@if [ -f $(PID) ] && kill -0 $$(cat $(PID)) 2>/dev/null; then echo "Daybook is running already."; exit 1; fi
	@nohup $(BIN)/daybook serve > $(LOG) 2>&1 & echo $$! > $(PID)
	@echo "Daybook is starting; \`make logs\` shows what it says."

stop: ## Stop what `make start` started
	@if [ -f $(PID) ] && kill $$(cat $(PID)) 2>/dev/null; then echo "Daybook is stopping."; \
	 else echo "Daybook is not running."; fi; rm -f $(PID)

logs: ## Follow the log of `make start`
	@touch $(LOG) 2>/dev/null || { mkdir -p $(dir $(LOG)) && touch $(LOG); }
	@tail -n 50 -f $(LOG)

# --- for its developers --------------------------------------------------------------------------

setup: $(VENV)/dev.stamp ## Make the environment with all tools
	@$(BIN)/pre-commit install --install-hooks > /dev/null 2>&1 || true

dev: $(VENV)/dev.stamp ## Serve with debug pages and reloading
	@$(BIN)/daybook migrate --verbosity 0
	@DAYBOOK_DEBUG=true $(BIN)/daybook runserver $${DAYBOOK_HOST:-127.0.0.1}:$${DAYBOOK_PORT:-8000}

build: $(VENV)/dev.stamp ## Build the wheel under dist/ and collect the static files
	@$(BIN)/daybook collectstatic --noinput --verbosity 0
	@$(BIN)/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist

test: $(VENV)/dev.stamp ## Run the suite on SQLite, and on PostgreSQL and Redis where they answer
	@$(BIN)/python -m tools.suite $(ARGS)

check: lint types contracts templates migrations openapi vendor docs-check tidiness ## Everything but the tests
	@echo "All checks passed."

format: $(VENV)/dev.stamp ## Format Python
	@$(BIN)/ruff check --quiet --fix-only $(CODE)
	@$(BIN)/ruff format --quiet $(CODE)

lint: $(VENV)/dev.stamp ## Format and lint check
	@$(BIN)/ruff format --quiet --check $(CODE)
	@$(BIN)/ruff check --quiet $(CODE)

types: $(VENV)/dev.stamp ## mypy, strict
	@$(BIN)/mypy

contracts: $(VENV)/dev.stamp ## The floors of the house and of the apps
	@PYTHONPATH=src $(BIN)/lint-imports --no-logo 2>/dev/null || PYTHONPATH=src $(BIN)/lint-imports

templates: $(VENV)/dev.stamp ## Template linting
	@$(BIN)/djlint --quiet --lint src

migrations: $(VENV)/dev.stamp ## No model change without its migration
	@$(BIN)/daybook makemigrations --check --dry-run --verbosity 0

openapi: $(VENV)/dev.stamp ## The OpenAPI snapshot is the API's document
	@$(BIN)/python -m tools.openapi --check

vendor: $(VENV)/dev.stamp ## Vendored libraries are what their manifest says
	@$(BIN)/python -m tools.vendor --check

docs-check: $(VENV)/dev.stamp ## Links, anchors, settings and commands in the documentation are real
	@$(BIN)/python -m tools.docs

tidiness: $(VENV)/dev.stamp ## Size, complexity, cycles and more, within tools/measure/limits.toml
	@$(BIN)/python -m tools.tidiness

bench: $(VENV)/dev.stamp ## Throughput of the pages and speed of the window search
	@$(BIN)/python -m bench

lock: $(VENV)/dev.stamp ## Compile the pinned requirements again
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header requirements/run.in -o requirements/run.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header requirements/dev.in -o requirements/dev.txt

clean: ## Remove what can be made again (never your data under var/)
	@rm -rf build dist htmlcov .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment -----------------------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Daybook needs Python 3.11 or newer; name one with: make PYTHON=python3.12"; exit 1; }
	@echo "Making the environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Daybook needs ..."
	@$(BIN)/pip install --quiet --require-hashes -r requirements/run.txt
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@echo "Installing what its developers need ..."
	@$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@
