# `make` alone lists what can be done. Everything runs in .venv, which `make` sets up by itself.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

SEED ?=
MINUTES ?= 5

# What is compiled is kept, whatever a container asks for: tests start hundreds of Pythons.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test torture slow postgres term bench lint types imports check lock clean

help:  ## List these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

$(READY): requirements.lock pyproject.toml
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --allow-existing --python $(PYTHON) .venv && \
	  uv pip install --quiet --python $(BIN)/python -r requirements.lock && \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
	  $(PYTHON) -m venv .venv && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	fi
	@touch $(READY)

demo: $(READY)  ## Try the whole bot in this terminal, on the shipped course
	@$(BIN)/coursebot demo

test: $(READY)  ## Run the whole test suite
	@$(BIN)/pytest

torture: slow postgres term  ## Try to break it: `slow`, `postgres`, then `term`

slow: $(READY)  ## Run the tests that are too slow for `make test`
	@$(BIN)/pytest -m torture --durations=0

postgres: $(READY)  ## Run the whole test suite on PostgreSQL, the slow tests too
	@COURSEBOT_TEST_ON=postgresql $(BIN)/pytest -m "torture or not torture"

term: $(READY)  ## A term under kills and faults on each database, and an audit: SEED=1 MINUTES=5
	@$(BIN)/python -m tests.torture --minutes $(MINUTES) $(if $(SEED),--seed $(SEED))

bench: $(READY)  ## Measure everything, and write docs/benchmarks.md and docs/sizing.md
	@$(BIN)/python -m benchmarks

lint: $(READY)  ## Check style and format
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(READY)  ## Check types
	@$(BIN)/mypy

imports: $(READY)  ## Check that layers import only what they may
	@$(BIN)/lint-imports

lock: $(READY)  ## Pin every dependency anew
	@$(BIN)/uv lock && $(BIN)/uv export --quiet --extra dev --no-emit-project --no-header --format requirements-txt -o requirements.lock

clean:  ## Remove the virtual environment and caches
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
