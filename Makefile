# Rättesnöre. `make serve` and `make test` need nothing but Python 3.11 or later, git and make.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SITE ?= site

export NO_MKDOCS_2_WARNING := 1
export PYTHONPATH := $(CURDIR)/hooks

.PHONY: help serve site hosted plain test thorough lint check schema trees tree-diff status agreed search-check mentions lock sbom outdated bench clean

help:  ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

serve: $(BIN)/.site  ## Show the site on 127.0.0.1:8000 and follow what you save
	$(BIN)/mkdocs serve

site: $(BIN)/.site  ## Build the site, strictly, into site/; a failed build leaves the old one
	rm -rf $(SITE).new
	$(BIN)/mkdocs build --strict --site-dir $(SITE).new
	rm -rf $(SITE)
	mv $(SITE).new $(SITE)

hosted:  ## As `make site`, for a server of your own: assets that browsers keep for ever, files compressed beforehand
	@test -n "$$SITE_URL" || { echo 'expected the address of the site: SITE_URL=https://your.host/path/ make hosted'; exit 2; }
	$(MAKE) site
	$(BIN)/python -m rulebook hosted $(SITE)

plain: $(BIN)/.site  ## Write the whole site without MkDocs and Material, into build/plain/: decisions/leaving-material.md
	$(BIN)/python -m rulebook pages build/plain

test: $(BIN)/.tests  ## Run all tests, the browser's included
	$(BIN)/python tests/browser/find.py
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

thorough: export THOROUGH = 1
thorough: test  ## As `make test`, with every journey in every edition and more tries at random; before a release

lint: $(BIN)/.tests  ## Check the code: Python, JavaScript, styles, templates
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache >/dev/null || $(BIN)/lint-imports
	$(BIN)/deno lint --quiet overrides/components
	$(BIN)/deno fmt --check --quiet
	$(BIN)/djlint overrides --lint --quiet

check: $(BIN)/.site  ## Check the rule files, their words included
	$(BIN)/python -m rulebook check

status: $(BIN)/.site  ## List the texts that lag behind a change in another language
	$(BIN)/python -m rulebook status

agreed: $(BIN)/.site  ## Record that all texts agree between their languages; ID="…" for one that lags
	$(BIN)/python -m rulebook agreed $(ID)

trees: $(BIN)/.site  ## Print each tree as an outline, with its number of paths and its depth
	$(BIN)/python -m rulebook trees

tree-diff: $(BIN)/.site  ## Say which paths of the trees end elsewhere than at BASE=<git revision>
	@test -n "$(BASE)" || { echo 'expected a revision to compare with: make tree-diff BASE=main'; exit 2; }
	@$(BIN)/python -m rulebook tree-diff "$(BASE)"

search-check: $(BIN)/.tests  ## Type what staff type into the search, and say what it misses: tests/search/queries.yml
	$(BIN)/pytest -s tests/browser/test_search_quality.py

bench: $(BIN)/.tests  ## Measure against the budgets, into BENCHMARKS.md; PARTS="pages pace build"; let the machine do nothing else
	$(BIN)/python tests/browser/find.py
	$(BIN)/python bench $(PARTS)

schema: $(BIN)/.site  ## Write the JSON Schemas and the field tables of CONTRIBUTING.md
	$(BIN)/python -m rulebook schema

mentions: $(BIN)/.site  ## List what is shown and still names a university that site.yml leaves out
	@$(BIN)/python -m rulebook mentions

lock: $(BIN)/.tools  ## Write requirements.lock from requirements.txt; MORE=--upgrade for newer packages beneath
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command 'make lock' \
		$(MORE) --output-file requirements.lock requirements.txt

sbom: $(BIN)/.tools  ## Write what the site is built with as build/sbom.json (CycloneDX)
	mkdir -p build
	$(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --mc-type application --output-reproducible --output-file build/sbom.json requirements.lock

outdated: $(BIN)/.tests $(BIN)/.tools  ## Say what has a known hole, a newer version, or a day that runs out; fails where something has
	@failed=; \
	$(BIN)/pip-audit --requirement requirements.lock --disable-pip --require-hashes --progress-spinner off || failed=yes; \
	$(BIN)/python -m rulebook expiry || failed=yes; \
	found="$$($(BIN)/pip list --outdated --not-required --exclude pip --exclude setuptools --disable-pip-version-check)"; echo "$$found"; \
	test -z "$$failed$$found"

clean:  ## Remove what was made
	rm -rf $(VENV) $(SITE) $(SITE).new build .cache .pytest_cache .mypy_cache .ruff_cache

$(BIN)/python:
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(BIN)/.site: requirements.lock | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	touch $@

$(BIN)/.tests: requirements-dev.txt $(BIN)/.site
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	touch $@

$(BIN)/.tools: requirements-tools.txt | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements-tools.txt
	touch $@
