# Every command a developer types; the continuous build runs the same ones.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory --no-builtin-rules
.DELETE_ON_ERROR:

# Nothing of the caller's Python may change what is installed or run.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export VIRTUAL_ENV := $(CURDIR)/.venv
unexport PYTHONPATH PYTHONHOME

# Many an authority's network shows certificates of its own, which the system knows and a bundled list does not.
export UV_SYSTEM_CERTS ?= $(if $(wildcard /etc/ssl/certs/ca-certificates.crt),true,false)

VENV := .venv
BIN := $(VENV)/bin
BENCH := .venv-bench
CHILDREN ?= 20000
FILES ?= 50000
KINDS ?=
WORKERS ?= 2
TESTS ?=
ROLES ?=
SEQUENCES ?= 20000

##@ To try it
.PHONY: help
help:  ## show this page
	@awk 'BEGIN {FS = ":.*## "} \
	  /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@printf '\nA new machine needs Python 3.11 and make; the rest is fetched by the command that wants it.\n'

.PHONY: demo
demo: $(VENV)/.service  ## a whole county on this machine: sets up, loads it, and says where to sign in
	@$(BIN)/onroll demo

##@ To change it
.PHONY: setup
setup: $(VENV)/.development  ## an environment in .venv with everything that tests and checks need

.PHONY: test
test: $(VENV)/.development  ## all tests on SQLite, then on PostgreSQL, the browser included (TESTS=path for some)
	@scripts/test $(WORKERS) $(TESTS)

.PHONY: test-access
test-access: $(VENV)/.development  ## every page of every role with axe, an hour of it (ROLES="CMEA or AEM" for some)
	@ONROLL_BROWSER=$$($(BIN)/python -m scripts.browser) $(BIN)/python -m pytest -q -n $(WORKERS) --dist=load \
	  tests/browser/every_role.py $(if $(ROLES),-k "$(ROLES)")

.PHONY: test-holds
test-holds: $(VENV)/.development  ## random sequences of steps under a hold, many of them (SEQUENCES=20000)
	@ONROLL_HOLD_SEQUENCES=$(SEQUENCES) ONROLL_HOLD_SHARES=$(WORKERS) $(BIN)/python -m pytest -q -n $(WORKERS) \
	  --dist=load --durations=1 tests/onroll/cases/test_nothing_leaves_under_a_hold.py

.PHONY: coverage
coverage: $(VENV)/.development  ## which branches no test takes, in all three packages
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist=loadfile --cov=rulebook --cov=linkage --cov=onroll --cov-branch \
	  --cov-report=term-missing:skip-covered $(TESTS)

.PHONY: check
check: $(VENV)/.development  ## format, faults, types, import contracts, templates, dependencies, what is generated
	@$(BIN)/python -m scripts.check

.PHONY: fmt
fmt: $(VENV)/.development  ## put code into its one format and mend what a machine can mend
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

.PHONY: docs
docs: $(VENV)/.development  ## write the pages of docs/generated anew
	@$(BIN)/python -m scripts.generated

.PHONY: trace
trace: $(VENV)/.development  ## which duties, and which tests, carry each requirement; fails on a rule with no proof
	@PYTHONPATH=src $(BIN)/python -m scripts.proofs

.PHONY: migrations
migrations: $(VENV)/.development  ## write the migrations that the models ask for
	@DJANGO_SETTINGS_MODULE=onroll.project.settings $(BIN)/python -m django makemigrations

.PHONY: static
static: $(VENV)/.development  ## build the stylesheet and the script anew, with Node
	@npm ci --silent --no-audit --no-fund
	@scripts/build_static
	@$(BIN)/python -m scripts.static_fresh --write

.PHONY: bench
bench: $(VENV)/.development  ## measure pages, queries and requests a second, on both databases
	@$(BIN)/python -m benchmarks

.PHONY: bench-rules
bench-rules: $(VENV)/.development  ## how many cases the rules assess a second on one core, and how that grows
	@PYTHONPATH=src $(BIN)/python -m benchmarks.rules

.PHONY: bench-files
bench-files: $(VENV)/.development  ## how many transfer files are read and checked a second, beside the bare XML parse
	@PYTHONPATH=src $(BIN)/python -m benchmarks.files

.PHONY: bench-linkage
bench-linkage: $(BENCH)/.bench  ## whole lists compared, beside Splink, recordlinkage and the exact join (CHILDREN=150000)
	@PYTHONPATH=src $(BENCH)/bin/python -m benchmarks.linkage --children $(CHILDREN) $(KINDS)

.PHONY: fuzz
fuzz: $(VENV)/.development  ## damaged transfer files by the thousand: no crash, no hang (FILES=50000)
	@PYTHONPATH=src $(BIN)/python -m scripts.fuzz_ctf --files $(FILES)

.PHONY: test-spark
test-spark: $(BENCH)/.bench  ## that Spark gives the answers of the engine in memory; needs Java 17
	@$(BENCH)/bin/python -m pytest -q tests/linkage/test_spark.py

.PHONY: pictures
pictures: $(VENV)/.development  ## draw the pictures of the guide anew, from a county loaded for it; needs Poppler
	@$(BIN)/python -m tests.browser.pictures

.PHONY: lock
lock: $(VENV)/.install  ## work out requirements/*.txt anew from pyproject.toml (UPGRADE=--upgrade for newer ones)
	@scripts/lock $(UPGRADE)

.PHONY: clean
clean:  ## take away the environment and everything that can be made again; data in var/ stays
	@rm -rf $(VENV) $(BENCH) build dist htmlcov .coverage .coverage.* .*_cache .hypothesis
	@find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

# What follows makes the environment. A stamp says which lock was installed, so a second run costs nothing.
$(VENV)/.install: requirements/install.txt
	@scripts/make_environment $(VENV)
	@touch $@

$(VENV)/.service: requirements/service.txt pyproject.toml $(VENV)/.install
	@scripts/install $(VENV) requirements/service.txt
	@touch $@

$(VENV)/.development: requirements/development.txt pyproject.toml $(VENV)/.install
	@scripts/install $(VENV) requirements/development.txt
	@touch $@ $(VENV)/.service

# Peers to measure beside, and Spark, in an environment of their own: together they are larger than all the rest.
$(BENCH)/.bench: requirements/bench.txt pyproject.toml $(VENV)/.install
	@scripts/make_environment $(BENCH)
	@scripts/install $(BENCH) requirements/bench.txt pyspark
	@touch $@
