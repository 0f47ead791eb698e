# Everything a person needs: `make chat` to try it, `make test` and `make check` before a commit.
# The environment is made from the locks on first use and left alone until they change.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && exit; done; echo python3)
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip -qq --disable-pip-version-check install --no-deps
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links
# Set-up must neither eat the question that stands on standard input nor print where the answer belongs.
QUIET := </dev/null >&2

.PHONY: help chat build slack discord test servers peers shots torture strings check format bench docs lock clean
.DELETE_ON_ERROR:

help: ## Show these targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 10

chat: build ## Ask questions in the terminal (or pipe them in)
	@$(BIN)/beatbook chat

slack: build ## Answer on Slack, with the tokens of .env
	@$(BIN)/beatbook serve slack

discord: build ## Answer on Discord (BEATBOOK_DISCORD_TOKEN in .env)
	@$(BIN)/beatbook serve discord

build: $(VENV)/.runtime ## Compile the knowledge
	@$(BIN)/beatbook build $(QUIET)

test: $(VENV)/.dev ## Run the tests; ARGS="-k period" chooses
	@$(BIN)/python -m pytest -q -m "not servers" -n auto --dist loadfile $(ARGS)

servers: $(VENV)/.dev ## Run the tests that need servers or many processes
	@$(BIN)/python -m pytest -q -m servers -n 2 --dist loadfile $(ARGS)

peers: $(VENV)/.dev ## Fetch the Slack servers of the tests (npm), once
	@$(BIN)/python -m tests.adapters.slack.peers

shots: $(VENV)/.dev build ## Take pictures of replies into docs/shots (needs chromium)
	@$(BIN)/python -m tests.shots.slack
	@$(BIN)/python -m tests.shots.discord

torture: $(VENV)/.dev build ## Kill, freeze and count: nothing lost, nothing doubled
	@$(BIN)/python -m tests.torture.desk_kills --kills $(or $(KILLS),100) --database sqlite $(if $(wildcard /usr/lib/postgresql/*/bin),--database postgresql)
	@$(BIN)/python -m tests.torture.desk_talks

strings: $(VENV)/.dev ## Ask 200,000 random and hostile texts; NUMBER=20000 asks fewer
	@$(BIN)/python -m tests.torture.strings --number $(or $(NUMBER),200000)

check: $(VENV)/.dev ## Format, lint, types, import directions, knowledge, documents
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/beatbook check
	@$(BIN)/python -m pytest -q tests/test_house.py

format: $(VENV)/.dev ## Put the code into the one format
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

bench: $(VENV)/.dev ## Measure speed and memory; WRITE=1 writes docs/performance.md too
	@$(BIN)/python -m benchmarks.answers $(if $(WRITE),--write)
	@$(BIN)/python -m benchmarks.growth $(if $(WRITE),--write)
	@$(BIN)/python -m benchmarks.desk $(if $(WRITE),--write)
	@$(BIN)/python -m benchmarks.discord $(if $(WRITE),--write)
	@$(BIN)/python -m benchmarks.pictures $(if $(WRITE),--write)

docs: $(VENV)/.dev ## Write the documents that are made from the code
	@$(BIN)/python -c 'from adapters.contract import schema_text; print(schema_text(), end="")' > docs/reply.schema.json
	@$(BIN)/python -c 'from knowledge.fields import fields_page; print(fields_page(), end="")' > docs/knowledge-fields.md
	@$(BIN)/python -m tests.adapters.pictures.six docs/charts

lock: ## Choose versions anew and write the locks (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	@$(LOCK) $(ARGS) pyproject.toml --output-file requirements.lock
	@$(LOCK) $(ARGS) --group build --constraint requirements.lock --output-file requirements-build.lock
	@$(LOCK) $(ARGS) pyproject.toml --group dev --constraint requirements.lock \
		--constraint requirements-build.lock --output-file requirements-dev.lock

clean: ## Remove the environment and what tools left behind
	@rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Beatbook needs Python 3.11 or newer; '$(PYTHON)' is not. Name another: make chat PYTHON=/path/to/python3.12" >&2; \
		exit 1; }
	@echo "Setting up $(VENV) (once, about a minute) ..." >&2
	@$(PYTHON) -m venv $(VENV) $(QUIET)
	@touch $@

$(VENV)/.runtime: $(VENV)/.python requirements.lock requirements-build.lock pyproject.toml
	@$(INSTALL) --require-hashes -r requirements.lock -r requirements-build.lock $(QUIET)
	@$(INSTALL) --no-build-isolation --editable . $(QUIET)
	@$(BIN)/python -m compileall -q bot knowledge adapters $(QUIET)
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@$(INSTALL) --require-hashes -r requirements-dev.lock $(QUIET)
	@touch $@
