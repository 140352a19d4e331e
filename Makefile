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

demo: setup ## the whole service against the specimen sites, offline; on a terminal the dashboard stays up
	@if [ -t 0 ] && [ -t 1 ] && [ -z "$$CI" ]; then $(BIN)/policywatch demo; else $(BIN)/policywatch demo --once; fi

run: setup ## the daemon, on sources.yaml
	$(BIN)/policywatch run

# Three at a time though there may be two cores: a third of the time they wait for pauses between requests.
test: setup ## every test but the slow proofs
	$(BIN)/python -m pytest -n 3 --dist loadfile -m "not slow"

soak: setup ## the slow proofs: a month of specimen sites, thousands of policies and of lives of a page
	$(BIN)/python -m pytest -n 2 --dist load -m slow
	LIVES=10000 $(BIN)/python -m pytest -n 2 --dist load tests/property/test_lives.py

browser: ## Debian's Chromium and a Chinese font, for the tests that use the dashboard as people do
	@if command -v chromium >/dev/null || command -v google-chrome >/dev/null; then echo "there is a browser"; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-noto-cjk; \
	else echo "no Chromium here; install it as root: apt-get install chromium fonts-noto-cjk"; \
	  echo "(without it, the tests in a browser are skipped)"; fi

lint: setup ## style, types and the architecture's contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

check: lint test ## all that CI runs

golden: setup ## how the specimen pages are read, and what moved; ACCEPT=--accept raises the floors
	$(BIN)/python -m tests.golden $(ACCEPT)

fuzz: setup ## 100,000 broken pages: none may raise, none may take over 2 s
	$(BIN)/python -m benchmarks.fuzz --count 100000 --seed 1

.venv-peers/.installed: benchmarks/peers.lock
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --no-deps --require-hashes --requirement benchmarks/peers.lock
	@touch $@

bench: setup .venv-peers/.installed ## what a round costs and how well pages are read, beside the peers, in one run
	$(BIN)/python -m benchmarks

lock: ## renew the lock files from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra dev --no-annotate \
	  --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	  --constraint requirements.lock --custom-compile-command "make lock" pyproject.toml -o deploy/requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	  --constraint requirements.lock --custom-compile-command "make lock" deploy/build.in -o deploy/build.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	  --custom-compile-command "make lock" benchmarks/peers.in -o benchmarks/peers.lock

.PHONY: help setup demo run test soak browser lint check golden fuzz bench lock
