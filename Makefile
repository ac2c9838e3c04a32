# One command a task; `make` alone lists them. ARGS reaches pytest: make test ARGS="tests/plans -x"
.DEFAULT_GOAL := help
.PHONY: help setup demo run test test-security check static format bench sbom migration requirements dev
BIN := .venv/bin
ARGS ?=
# Where the programs that tests start find modules already compiled, whatever the surroundings say of compiling.
COMPILED := env -u PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX=$(CURDIR)/.venv/compiled

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Make .venv with the application, and the parts of the system it needs
	@scripts/setup.sh

demo: setup ## Build a sample organisation's vault and its redacted PDF under demo/, and open it
	@$(BIN)/python -u scripts/demo.py

run: setup ## Open the application
	@$(BIN)/vault

dev: setup ## Add to .venv what the checks need
	@scripts/setup.sh dev

test: dev ## Run the tests (the slow ones: make test ARGS="-m slow")
	@$(COMPILED) $(BIN)/python -m pytest -n auto -m "not slow" -q $(ARGS)

test-security: dev ## Prove what is promised, with what is slow or needs root (half an hour), and say what was left out
	@$(COMPILED) VAULT_AS_SHIPPED=1 nice -n 10 $(BIN)/python -m pytest -n auto -q --checks $$($(BIN)/python -m tests.security.evidence places) $(ARGS)

check: test static ## Run the tests and every other check

static: dev ## Check format, lint, types, layers and the schema
	@$(BIN)/ruff format --check --quiet . || { echo "make format puts it right"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m pytest -q tests/test_schema.py

format: dev ## Put the format right, and what lint can mend by itself
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .

bench: dev ## Measure what has to be quick, side by side
	@$(BIN)/python -m benchmarks

sbom: setup ## List every part of the application, with what is linked in, in build/sbom.cdx.json
	@$(BIN)/python -m scripts.sbom

migration: dev ## Write down the schema as the declarations now want it
	@$(BIN)/python -m scripts.migration

requirements: ## Pin the newest versions in requirements/ (needs uv)
	@for list in app build dev; do \
	    uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	        --no-emit-find-links --no-annotate --no-strip-extras --custom-compile-command "make requirements" \
	        requirements/$$list.in --output-file requirements/$$list.txt || exit 1; \
	done
