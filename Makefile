# Two commands: `make up` starts the product, `make test` runs its tests.
# Nothing is needed but Python 3.11 or newer (with venv) and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
VAR := $(or $(CAPITAINE_VAR),var)
RUNTIME := $(VENV)/.runtime-installed
AUDIT := $(VENV)/audit
DEVELOPMENT := $(VENV)/.development-installed
# The lock is complete: pip has nothing to resolve, and every file is checked against its hash.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
# The suite's files are shared by the cores, the long ones of the browser not last.
SHARED := -n auto --maxprocesses 6 --dist loadfile --no-loadscope-reorder
APPS := config tenants governance assessments portfolio

.PHONY: help up test check bench mutants prove audit reset

help:
	@echo 'make up      start Capitaine and print its address (Ctrl-C stops it; PORT=8001 make up)'
	@echo 'make test    run every test (ARGS="tests/tenants -x" make test for some)'
	@echo 'make check   style, types, texts, migrations, security settings'
	@echo 'make bench   what requests cost beside a raw floor, and which goals are missed'
	@echo 'make mutants 200 small faults in rules and services: which do the tests see? (hours)'
	@echo 'make prove   the harnesses at full size: figures, planted faults caught, one table (hours)'
	@echo 'make audit   what the product is made of (SBOM), and which known holes that has; needs the network'
	@echo 'make reset   delete the data of this folder, after asking'

up: $(RUNTIME)
	@$(BIN)/python manage.py up --with-parent

test: $(DEVELOPMENT)
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/python -m tests.harness.pooler
	@$(BIN)/python -m config.messages compile
	@$(BIN)/python -m pytest $(SHARED) $(ARGS)

check: export SECRET_KEY := $(shell $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(48))')
check: export EMAIL_HOST := localhost
check: $(DEVELOPMENT)
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/vulture $(APPS)
	$(BIN)/python -m config.messages check
	$(BIN)/python manage.py check_templates
	$(BIN)/python manage.py content check
	$(BIN)/python -W ignore manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/mypy $(APPS)

bench: $(DEVELOPMENT)
	@$(BIN)/python -m config.messages compile
	@$(BIN)/python -m benchmarks $(ARGS)

mutants: $(DEVELOPMENT)
	@$(BIN)/python -u -m tests.mutants --seed 7 --count 200 $(ARGS)

prove: $(DEVELOPMENT)
	@$(BIN)/python -m config.messages compile
	@$(BIN)/python -m tests.prove $(ARGS)

audit: $(AUDIT)/.installed
	@mkdir -p '$(VAR)'
	@$(AUDIT)/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible \
		--output-file '$(VAR)/sbom.cdx.json' requirements/runtime.txt
	@echo "What runs is listed in $(VAR)/sbom.cdx.json (CycloneDX)."
	@$(AUDIT)/bin/pip-audit --strict --require-hashes --disable-pip -r requirements/runtime.txt || { \
		echo 'Not audited, or holes are known: see above.'; exit 1; }

reset: $(RUNTIME)
	@printf 'Delete every company and all other data in %s? Type yes: ' '$(VAR)'; \
		read answer; [ "$$answer" = yes ] || { echo 'Nothing was deleted.'; exit 1; }
	@$(BIN)/python -m config.embedded '$(VAR)' --delete
	@echo 'Deleted. make up begins anew.'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo \
		'Python 3.11 or newer is needed: name one, such as PYTHON=python3.13 make up.'; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo \
		'Python could not make a virtual environment: install its venv package (Debian: python3-venv).'; \
		exit 2; }

# Apart from what runs: the tools that look at it bring packages of their own.
$(AUDIT)/.installed: requirements/audit.txt | $(BIN)/python
	@echo '  Installing the tools that look at the packages, once ...'
	@$(BIN)/python -m venv $(AUDIT)
	@$(AUDIT)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $<
	@touch $@

$(RUNTIME): requirements/runtime.txt | $(BIN)/python
	@echo '  Installing the Python packages, once ...'
	@$(INSTALL) -r $<
	@touch $@

$(DEVELOPMENT): requirements/development.txt requirements/runtime.txt | $(BIN)/python
	@echo '  Installing the Python packages of the tests, once ...'
	@$(INSTALL) -r $<
	@touch $(RUNTIME) $@
