# The two that everybody needs: `make demo` and `make test`. Both make .venv here when it is not there yet; a second run
# starts at once. Written for GNU make 3.81 (macOS) and a POSIX sh.

VENV = .venv
TRAIN_VENV = .venv-train
PYTEST_ARGS = -q -n 2 --dist loadfile

PIP = -m pip --disable-pip-version-check --no-input install -qq

.PHONY: help demo test environment quality train train-status docs lock clean

help:
	@echo 'make demo          read the bundled sample into a ledger and show its claims'
	@echo 'make test          lint, types, import rules and tests'
	@echo 'make quality       measure: how good, how fast (needs the annotated data in ../shared, or ENLIGT_SHARED)'
	@echo 'make train         train the reader from nothing (installs torch into .venv-train; TREEBANKS=DIR and, to go on, FROM=WEIGHTS are optional)'
	@echo 'make train-status  what has changed since the shipped weights were trained'
	@echo 'make docs          write the generated pages of docs/ again'
	@echo 'make lock          lock the newest versions again and export them (needs uv)'
	@echo 'make clean         remove what these commands made, ledgers not among it'

demo: $(VENV)/made-for-running
	@"$(VENV)/bin/enligt" demo
	@echo '(here enligt is $(VENV)/bin/enligt)'

test: environment
	"$(VENV)/bin/ruff" check
	"$(VENV)/bin/ruff" format --check
	"$(VENV)/bin/mypy"
	"$(VENV)/bin/lint-imports"
	"$(VENV)/bin/python" -m pytest $(PYTEST_ARGS)

environment: $(VENV)/made-for-testing

quality: environment
	"$(VENV)/bin/python" quality/gold.py
	"$(VENV)/bin/python" quality/benchmark.py

train: $(TRAIN_VENV)/made-for-training
	"$(TRAIN_VENV)/bin/python" -m enligt.training $(if $(TREEBANKS),--treebanks "$(TREEBANKS)") $(if $(FROM),--begin "$(FROM)") train

train-status: $(VENV)/made-for-running
	@"$(VENV)/bin/python" -m enligt.training status

docs: environment
	"$(VENV)/bin/python" -m enligt.cli.reference docs/cli.md
	"$(VENV)/bin/enligt" schema > docs/claims.schema.json

lock:
	uv lock --upgrade
	uv export --quiet --frozen --no-emit-project --no-default-groups --output-file requirements.txt
	uv export --quiet --frozen --no-emit-project --only-group build --output-file requirements-build.txt
	uv export --quiet --frozen --no-emit-project --all-groups --output-file requirements-dev.txt

clean:
	rm -rf "$(VENV)" "$(TRAIN_VENV)" dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests quality docs corpus -name __pycache__ -prune -exec rm -rf {} +

# --- environments. A stamp stands when its installation came to its end; what it was made from is newer: once more.

$(VENV)/made-for-running: requirements.txt requirements-build.txt pyproject.toml
	@$(call make-venv,$(VENV))
	@echo 'Installing into $(VENV), this once ...'
	@"$(VENV)/bin/python" $(PIP) --require-hashes -r requirements.txt -r requirements-build.txt
	@"$(VENV)/bin/python" $(PIP) --no-deps --no-build-isolation --editable .
	@touch "$@"

$(VENV)/made-for-testing: requirements-dev.txt $(VENV)/made-for-running
	@echo 'Installing the tools of the tests into $(VENV), this once ...'
	@"$(VENV)/bin/python" $(PIP) --require-hashes -r requirements-dev.txt
	@touch "$@"

$(TRAIN_VENV)/made-for-training: requirements.txt requirements-build.txt requirements-train.txt pyproject.toml
	@$(call make-venv,$(TRAIN_VENV))
	@echo 'Installing torch and what else training needs into $(TRAIN_VENV), this once ...'
	@"$(TRAIN_VENV)/bin/python" $(PIP) --require-hashes -r requirements.txt -r requirements-build.txt
	@"$(TRAIN_VENV)/bin/python" $(PIP) -r requirements-train.txt $(TRAIN_PIP_ARGS)
	@"$(TRAIN_VENV)/bin/python" $(PIP) --no-deps --no-build-isolation --editable .
	@touch "$@"

# A virtual environment in the folder $(1), unless a good one is there. PYTHON=... names an interpreter of your choice.
make-venv = set -e; \
  good='import sys, pip; raise SystemExit(sys.version_info < (3, 11))'; \
  "$(1)/bin/python" -c "$$good" 2>/dev/null && exit 0; \
  for python in $(or $(PYTHON),python3.11 python3.12 python3.13 python3) none; do \
    "$$python" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null && break; \
  done; \
  if [ "$$python" = none ]; then \
    echo 'No Python 3.11 or later is here. On Debian: sudo apt-get install python3 python3-venv; on macOS: brew install python' >&2; \
    exit 1; \
  fi; \
  if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
    version=`"$$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])'`; \
    [ "$$version" != "`python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null`" ] || version=3; \
    echo "sudo apt-get install python$$version-venv" >&2; \
    exit 1; \
  fi; \
  "$$python" -m venv "$(1)"
