# PolicyWatch. `make` lists what there is; nothing is needed beforehand but Python 3.11 or later, pip and git.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

.venv/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

setup: .venv/.installed ## make .venv from the lock file

demo: setup ## the whole service against the specimen sites, offline, in under a minute
	$(BIN)/policywatch demo --once

run: setup ## the daemon, on sources.yaml
	$(BIN)/policywatch run

test: setup ## every test
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: setup ## style, types and the architecture's contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

check: lint test ## all that CI runs

golden: setup ## the specimen pages and the reference documents, as a table
	$(BIN)/python -m pytest tests/golden -q

bench: setup ## what a round costs, side by side in one run
	$(BIN)/python -m benchmarks

lock: ## renew requirements.lock from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra dev --no-annotate \
	  --custom-compile-command "make lock" pyproject.toml -o requirements.lock

.PHONY: help setup demo run test lint check golden bench lock
