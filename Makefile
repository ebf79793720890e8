# Everything a newcomer types. Needs make, git and Python 3.11 or newer; the rest goes into .venv.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
PIP := $(RUN)/python -m pip --disable-pip-version-check -qq
# -qq: without warnings; errors are shown.
# A stamp says what was installed from which lock; a changed lock is newer than its stamp.
CORE := $(VENV)/.stamp-core
DEV := $(VENV)/.stamp-dev

.DEFAULT_GOAL := help
.PHONY: help demo test bench fuzz encoder reader teacher format lock clean

help:  ## say what can be made
	@echo "make WHAT, where WHAT is one of"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST)

demo: $(CORE)  ## install into .venv and code the articles of examples/
	@$(RUN)/whowhom code examples/ --format table
	@echo
	@echo "That was who did what to whom in the articles of examples/. Type next, with an article of your own:"
	@echo "  $(RUN)/whowhom code ARTICLE.txt --format jsonl"
	@echo "  $(RUN)/whowhom --help"

test: $(DEV)  ## check formatting, lint, types, and run the tests
	@echo "1/4 formatting (ruff format)" && $(RUN)/ruff format --check --output-format concise -q .
	@echo "2/4 lint (ruff check)" && $(RUN)/ruff check -q --output-format concise .
	@echo "3/4 types (mypy --strict)" && $(RUN)/mypy
	@echo "4/4 tests (pytest, two at a time)" && $(RUN)/pytest -q -n 2 --dist loadfile

bench: $(DEV)  ## score against gold data, and measure speed
	@$(RUN)/python benchmarks/run.py

fuzz: $(DEV)  ## the laws among the tests, with many more random inputs
	@$(RUN)/pytest -q --hypothesis-profile=fuzz

encoder: training/requirements.lock  ## make the shipped encoder anew (an hour; LABELLED=plv_train.jsonl STORIES=ngec_synthetic.jsonl)
	@test -f "$(LABELLED)" -a -f "$(STORIES)" || { echo "say where the labelled sentences and the stories are:" \
	  "make encoder LABELLED=.../plv_train.jsonl STORIES=.../ngec_synthetic.jsonl" >&2; exit 1; }
	@$(MAKE) -s .venv-training/.stamp
	@.venv-training/bin/python training/make_encoder.py --labelled "$(LABELLED)" --stories "$(STORIES)" --folds

reader: training/requirements.lock  ## make the shipped reader anew (forty minutes; STORIES=ngec_synthetic.jsonl)
	@test -f "$(STORIES)" || { echo "say where the stories are: make reader STORIES=.../ngec_synthetic.jsonl" >&2; exit 1; }
	@$(MAKE) -s .venv-training/.stamp
	@.venv-training/bin/python training/make_reader.py --stories "$(STORIES)"

teacher: training/requirements.lock  ## ask the larger network anew (three hours; BASE=all-mpnet-base-v2 STORIES=ngec_synthetic.jsonl)
	@test -d "$(BASE)" -a -f "$(STORIES)" || { echo "say where the larger network and the stories are:" \
	  "make teacher BASE=.../all-mpnet-base-v2 STORIES=.../ngec_synthetic.jsonl" >&2; exit 1; }
	@$(MAKE) -s .venv-training/.stamp
	@.venv-training/bin/python training/make_teacher.py --base "$(BASE)" --stories "$(STORIES)"

.venv-training/.stamp: training/requirements.lock
	@test -d .venv-training || $(PYTHON) -m venv .venv-training
	@.venv-training/bin/python -m pip --disable-pip-version-check -qq install --require-hashes -r training/requirements.lock
	@.venv-training/bin/python -m pip --disable-pip-version-check -qq install --no-deps --no-build-isolation --no-index -e .
	@touch $@

format: $(DEV)  ## format the code
	@$(RUN)/ruff check -q --fix . ; $(RUN)/ruff format .

lock:  ## pin the dependencies anew (needs uv)
	@uv pip compile pyproject.toml $(LOCKING) --extra all -o requirements.lock
	@uv pip compile pyproject.toml $(LOCKING) --extra dev -c requirements.lock -o requirements-dev.lock
	@uv pip compile pyproject.toml $(LOCKING) --extra encoder --group training -c requirements.lock -o training/requirements.lock
LOCKING := -q --group build --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

clean:  ## remove .venv and everything made
	rm -rf $(VENV) .venv-training build dist .pytest_cache .hypothesis .mypy_cache .ruff_cache
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo \
	  "whowhom needs Python 3.11 or newer, and $(PYTHON) is not. Name another: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo \
	  "$(PYTHON) comes without venv. Install it (Debian, Ubuntu: apt install python3-venv) and try again." >&2; exit 1; }
	@echo "making $(VENV)"
	@$(PYTHON) -m venv $(VENV)

# --no-index: all that the package needs is already there, so nothing unpinned can come in.
$(CORE): requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "installing what requirements.lock pins"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(DEV): requirements-dev.lock $(CORE)
	@echo "installing what requirements-dev.lock pins"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
