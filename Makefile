# Two commands do everything on a machine with Python 3.11 or newer (with pip and venv), git and make:
#   make demo   the whole job on an example publication, into the folder demo/
#   make test   lint, types, import contract and all tests
# PYTHON=/path/to/python picks another interpreter than the first fit one of the search path.

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$name"; break; }; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install --require-hashes --no-build-isolation
ITSELF := $(PIP) install --no-deps --no-build-isolation --editable .

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-annotate --custom-compile-command "make lock"

.PHONY: demo test docs feeds reference screenshots lock clean

demo: .venv/.installed
	@$(BIN)/publisher demo demo

test: .venv/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -rs -n auto --durations=20

# What is generated and kept in git; the tests compare it with what the code gives now.
feeds: .venv/.installed-test
	-$(BIN)/pytest -q --update-golden tests/golden/test_starter_feeds.py

reference: .venv/.installed-test
	$(BIN)/python tools/make_reference.py

docs: .venv/.installed-test
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build

screenshots: .venv/.installed-test
	$(BIN)/python tools/make_screenshots.py

# After a change of dependencies in pyproject.toml; UPGRADE=--upgrade takes the newest of everything that it allows.
lock: .venv/.installed-test
	$(LOCK) $(UPGRADE) pyproject.toml --extra test --group build --output-file constraints.txt
	$(LOCK) --generate-hashes --constraint constraints.txt --group build --output-file requirements/build.txt
	$(LOCK) --generate-hashes --constraint constraints.txt pyproject.toml --output-file requirements/base.txt
	$(LOCK) --generate-hashes --constraint constraints.txt pyproject.toml --extra test --output-file requirements/test.txt

clean:
	rm -rf .venv demo site .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage

.venv/.made:
	@test -n "$(PYTHON)" || { echo "Publisher needs Python 3.11 or newer; install it, or name it: make PYTHON=/path/to/python"; exit 1; }
	@echo "Making .venv with $(PYTHON)"
	@rm -rf .venv
	@$(PYTHON) -m venv .venv || { echo "Install pip and venv for this Python (Debian: apt-get install python3-venv)."; exit 1; }
	@touch $@

.venv/.installed: .venv/.made pyproject.toml $(wildcard requirements/*.txt)
	@echo "Installing Publisher into .venv"
	@$(INSTALL) --requirement requirements/build.txt
	@$(INSTALL) --requirement requirements/base.txt
	@$(ITSELF)
	@touch $@

.venv/.installed-test: .venv/.made pyproject.toml $(wildcard requirements/*.txt)
	@echo "Installing Publisher and its test tools into .venv"
	@$(INSTALL) --requirement requirements/build.txt
	@$(INSTALL) --requirement requirements/test.txt
	@$(ITSELF)
	@touch $@ .venv/.installed
