# The two commands: `make run` and `make test`. Everything else serves them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
SQLITE_TEST := DATABASE_URL=

.PHONY: run setup test test-all lint format messages bench lock clean

run: messages
	@SENTRA_DEMO=1 $(BIN)/sentra migrate
	@SENTRA_DEMO=1 $(BIN)/sentra demo --if-empty
	@echo "http://127.0.0.1:$(PORT)"
	@SENTRA_DEMO=1 PORT=$(PORT) $(BIN)/sentra serve --port $(PORT) --with-worker

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
	env -u DATABASE_URL $(BIN)/python -m pytest -q -n auto -m "not browser"

test-all: test
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

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

lock:
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements/base.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --extra dev --extra s3 pyproject.toml -o requirements/dev.txt

clean:
	rm -rf var build .mypy_cache .ruff_cache .pytest_cache
