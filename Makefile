# Every target sets up what it needs in .venv. Nothing but Python 3.11 or later, make and a package index is assumed.
#
#   make run      fight the reference scenario a thousand times; the answer is printed, the report is in out/
#   make test     lint and every test; what continuous integration calls
#   make lint     ruff (format and rules), mypy (strict), import-linter; a change under src has words for the changelog
#   make bench    speed of the engine beside a bare toy; writes bench.json
#   make fuzz     read and fight files that are made wrong, CASES=3000 of them; the tests try 240
#   make flat     assess 500 times in one process and tell memory and open files; fails where they grow
#   make mutants  put 200 small faults into the law of combat, the campaign's kernels and the verdict, one at a time, and
#                 say how many the tests notice, with an interval; goes on from out/mutants/
#   make calibrate  fit the law of ground combat to the record of battles (same input, same bytes)
#   make theatre  rebuild the theatre `baltic` from its source packages (same input, same bytes)
#   make lock     pin the dependencies anew
#   make audit    check the locks against known vulnerabilities (asks the package index; says so where it cannot)
#   make setup    only what `make run` needs

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
JOBS ?= 2
DRAWS ?= 1000
SCENARIO ?= baltic-2019
OUT ?= out/$(SCENARIO)
MUTANTS ?= 200
CASES ?= 3000
SEED ?= 1

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
RUN_READY := $(VENV)/.ready-to-run
DEV_READY := $(VENV)/.ready-to-test
THEATRE_READY := $(VENV)/.ready-to-build-theatre
LOCK_TOOL := $(VENV)/.ready-to-lock
AUDIT_TOOL := $(VENV)/.ready-to-audit

.PHONY: setup run test lint bench calibrate theatre lock audit clean mutants fuzz flat

setup: $(RUN_READY)

$(RUN_READY): requirements/run.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Hillfort needs Python 3.11 or later; say which with: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Hillfort needs into $(VENV) (about a minute) ..."
	@$(PIP) install --quiet --requirement requirements/run.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_READY): $(RUN_READY) requirements/dev.lock
	@echo "Installing what the tests need into $(VENV) ..."
	@$(PIP) install --quiet --requirement requirements/dev.lock
	@touch $@

$(THEATRE_READY): $(RUN_READY) requirements/theatre.lock
	@echo "Installing the theatre's source packages into $(VENV) ..."
	@$(PIP) install --quiet --requirement requirements/theatre.lock
	@touch $@

run: $(RUN_READY)
	@$(BIN)/hillfort assess $(SCENARIO) --draws $(DRAWS) --out $(OUT)

test: lint
	@$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile

lint: $(DEV_READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache --no-logo
	@$(BIN)/python bench/fragments.py

bench: $(DEV_READY)
	@$(BIN)/python bench/bench.py

fuzz: $(DEV_READY)
	@HILLFORT_FUZZ_CASES=$(CASES) $(BIN)/python -m pytest tests/fuzz --numprocesses $(JOBS)

flat: $(RUN_READY)
	@$(BIN)/python bench/flat.py

mutants: $(DEV_READY)
	@$(BIN)/python bench/mutants.py --count $(MUTANTS) --seed $(SEED) --jobs $(JOBS)

calibrate: $(RUN_READY)
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m hillfort.files.battles.calibration

theatre: $(THEATRE_READY)
	@$(BIN)/hillfort theatre build baltic

# Locks are resolved for the oldest supported Python; hashes cover every platform that a package publishes a wheel for.
LOCK := --quiet --strip-extras --allow-unsafe --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host
WHEELS := --pip-args "--only-binary :all:"

$(LOCK_TOOL): $(RUN_READY)
	@$(PYTHON) -m venv $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip install --quiet pip-tools==7.6.2
	@touch $@

lock: $(LOCK_TOOL)
	@$(VENV)/lock/bin/pip-compile $(LOCK) $(WHEELS) --output-file requirements/run.lock pyproject.toml requirements/build.in
	@$(VENV)/lock/bin/pip-compile $(LOCK) $(WHEELS) --output-file requirements/dev.lock \
		--extra dev --constraint requirements/run.lock pyproject.toml requirements/build.in
	@grep -v only-binary requirements/run.lock > $(VENV)/lock/constraints.txt # one source package has no wheel
	@$(VENV)/lock/bin/pip-compile $(LOCK) --output-file requirements/theatre.lock \
		--extra theatre --constraint $(VENV)/lock/constraints.txt pyproject.toml requirements/build.in
	@$(VENV)/lock/bin/pip-compile $(LOCK) $(WHEELS) --output-file requirements/audit.lock requirements/audit.in

$(AUDIT_TOOL): $(RUN_READY) requirements/audit.lock
	@$(PYTHON) -m venv $(VENV)/audit
	@$(VENV)/audit/bin/python -m pip --disable-pip-version-check install --quiet --requirement requirements/audit.lock \
		|| { echo "make audit: its tool could not be installed (no package index within reach?); nothing was checked." >&2; exit 2; }
	@touch $@

# A package that the index cannot say anything of counts as a failure: not to know is not to be safe.
audit: $(AUDIT_TOOL)
	@status=0; for lock in run dev theatre audit; do \
		echo "requirements/$$lock.lock"; \
		$(VENV)/audit/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off \
			--requirement requirements/$$lock.lock || status=1; \
	done; \
	test $$status = 0 || { echo "make audit: failed. Either a package above has a known vulnerability, or the index could not be" \
		"asked (offline, or a mirror that keeps no list of them): then nothing is known of that lock." >&2; exit 1; }

clean:
	rm -rf $(VENV) build dist out bench.json .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
