# What a newcomer needs is `make site` and `make test`; each sets up what it needs first.
# Settings: PYTHON=python3.12 for another Python, ARGS="-k title -x" for pytest ("-n 0" for one
# process).

BIN := .venv/bin
UV ?= uv
SETUP := .ci/setup.sh
# An environment is set up anew when what it was made from has changed, or its Python is gone.
MADE_FROM := pyproject.toml $(SETUP)
# Several processes share the tests; a file's stay together, in their order (tests/conftest.py).
PYTEST := -m pytest -n auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help site serve test test-all test-lowest check lock bench clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

site: .venv/runtime.stamp ## Build site/ from articles/ and translations/
	@$(BIN)/khulasa build

serve: .venv/runtime.stamp ## Show the site while articles/ and translations/ change
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve

test: debian check .venv-tools/tools.stamp ## Check the code and run the tests, but for the slow ones
	@$(BIN)/python $(PYTEST) -m "not slow" $(ARGS)

test-all: debian check .venv-tools/tools.stamp ## Check the code and run all tests
	@$(BIN)/python $(PYTEST) $(ARGS)

test-lowest: .venv-lowest/lowest.stamp .venv-tools/tools.stamp ## Run the tests with the lowest versions allowed, on Python 3.11
	@.venv-lowest/bin/python $(PYTEST) -m "not slow and not browser" $(ARGS)

check: .venv/test.stamp ## Check style (ruff) and types (mypy)
	@$(BIN)/ruff check --quiet --output-format concise .
	@$(BIN)/mypy --no-error-summary

lock: ## Refresh requirements/ to the newest versions allowed (needs uv)
	@UV="$(UV)" python3 requirements/lock.py --upgrade

bench: .venv/bench.stamp ## Measure: run the scripts in benchmarks/
	@for script in benchmarks/*.py; do \
		echo "== $$script"; $(BIN)/python "$$script" || failed=1; \
	done; exit $${failed:-0}

clean: ## Remove what was built: the site, generated pages, caches
	@git clean -fdXq -- site docs .cache build dist generator tests benchmarks overrides \
		.pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: debian
debian:
	@$(SETUP) debian venv tests

.venv/runtime.stamp: requirements/runtime.txt $(MADE_FROM) .venv/bin/python
	@$(SETUP) venv .venv $<
	@touch $@

.venv/test.stamp: requirements/test.txt $(MADE_FROM) .venv/bin/python
	@$(SETUP) venv .venv $<
	@touch $@ .venv/runtime.stamp

.venv/bench.stamp: requirements/bench.txt .venv/test.stamp
	@$(SETUP) venv .venv $<
	@touch $@

.venv-lowest/lowest.stamp: requirements/lowest.txt $(MADE_FROM) .venv-lowest/bin/python
	@$(SETUP) venv .venv-lowest $< 3.11
	@touch $@

.venv-tools/tools.stamp: requirements/tools.txt $(SETUP) .venv-tools/bin/python
	@$(SETUP) tools .venv-tools $<
	@touch $@

.venv/bin/python .venv-lowest/bin/python .venv-tools/bin/python: ;
