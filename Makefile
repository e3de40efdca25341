# The two commands of a fresh machine: `make demo` and `make test`. Each sets up what it needs, once.
# Needs Python 3.11 or newer with venv and pip, and make. Another Python: make test PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PEERS := .venv-peers
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.DELETE_ON_ERROR:
.PHONY: help demo test check lint types coverage speed channel articles site accuracy clean

help:
	@echo 'make demo      crawl a small world on this machine and show the claims'
	@echo 'make test      run the tests'
	@echo 'make check     lint, types and tests'
	@echo 'make coverage  the tests, with the lines of polon/ that they do not reach'
	@echo 'make speed     Polon against search_dates and quantulum3 on the same texts'
	@echo 'make articles  the main text of articles, PAGES=folder of the article extraction benchmark'
	@echo 'make channel   Polon against an ordinary Scrapy spider over a channel of 100,000 posts'
	@echo 'make site      Polon against ordinary Scrapy spiders over a news site of 5,000 articles'
	@echo 'make accuracy  the figures of docs/accuracy.md, those of peers among them'
	@echo 'make clean     remove the environment and what the tools left'

demo: $(VENV)/.installed
	$(BIN)/polon demo

test: $(VENV)/.installed-test
	$(BIN)/python -m pytest

check: lint types
	$(BIN)/python -m pytest

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

coverage: $(VENV)/.installed-test
	$(BIN)/python -m pytest --cov --cov-report=term-missing:skip-covered

speed: $(VENV)/.installed $(PEERS)/.installed
	$(BIN)/python benchmarks/speed.py $(PEERS)/bin/python

channel: $(VENV)/.installed
	$(BIN)/python benchmarks/channel.py $(POSTS)

articles: $(VENV)/.installed
	$(BIN)/python benchmarks/articles.py $(PAGES)

site: $(VENV)/.installed
	$(BIN)/python benchmarks/site.py $(ARTICLES)

accuracy: $(VENV)/.installed $(PEERS)/.installed
	$(BIN)/python benchmarks/accuracy.py $(PEERS)/bin/python

clean:
	rm -rf $(VENV) $(PEERS) .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.* build dist
	find polon spiders pipelines tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps: each says that its set of packages is in the environment, as pyproject.toml and constraints.txt now ask.

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else \
	  "Polon needs Python 3.11 or newer, $(PYTHON) is " + sys.version.split()[0] + "; try: make PYTHON=python3.11")'
	@echo 'Setting up $(VENV), once; this takes a minute or two'
	@$(PYTHON) -m venv $(VENV) || { echo 'This Python cannot make a venv; on Debian: apt install python3-venv' >&2; exit 1; }
	@touch $@

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/.made
	$(PIP) --editable .
	@touch $@

$(VENV)/.installed-test: pyproject.toml constraints.txt | $(VENV)/.made
	$(PIP) --editable '.[test]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(VENV)/.made
	$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.installed-test $(VENV)/.installed

$(PEERS)/.installed: benchmarks/requirements.txt
	@echo 'Setting up $(PEERS), once; this takes a minute or two'
	@$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip --disable-pip-version-check install --quiet --requirement $<
	@touch $@
