# The two commands: `make run` and `make test`. Everything else serves them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
SQLITE_TEST := DATABASE_URL=

.PHONY: run setup test test-all lint format messages bench lock clean

run: messages
	@SENTRA_DEMO=1 $(BIN)/sentra start --port $(PORT)

setup: $(VENV)/.base

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: requirements/base.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/base.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m sentra.pages.catalogue compile
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.base
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

messages: $(VENV)/.base
	$(BIN)/python -m sentra.pages.catalogue compile

test: $(VENV)/.dev messages
	env -u DATABASE_URL $(BIN)/python -m pytest -q -n auto --dist worksteal -m "not browser and not spark"

test-all: test $(VENV)/.spark
	bash .ci/all-tests

lint: $(VENV)/.dev messages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint src --lint --quiet
	$(BIN)/python -m sentra.pages.catalogue check
	$(BIN)/sentra manage makemigrations --check --dry-run

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# PySpark for the tests that hold the third table engine equal; peers for the benchmarks alone.
$(VENV)/.spark: requirements/spark.txt $(VENV)/.dev
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-build-isolation -r requirements/spark.txt
	@touch $@

$(VENV)/.bench: requirements/bench.txt $(VENV)/.dev
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks

COMPILE := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml
lock:
	$(COMPILE) -o requirements/base.txt
	$(COMPILE) --extra dev --extra s3 --extra redis -o requirements/dev.txt
	$(COMPILE) --extra spark --constraint requirements/dev.txt -o requirements/spark.txt
	$(COMPILE) --extra bench --extra duckdb --constraint requirements/dev.txt -o requirements/bench.txt

clean:
	rm -rf var build .mypy_cache .ruff_cache .pytest_cache
