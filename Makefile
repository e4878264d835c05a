# make demo: records from the sample photos. make test: all tests. make check: what every commit passes.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
DATA ?= ../shared
# Named exactly: a range would take the registry's newest, which may be gigabytes of CUDA.
TORCH ?= torch==2.13.0
SOURCES := src tests benchmarks examples docs

.PHONY: demo test check train bench docs clean

demo: $(VENV)/core.done
	$(BIN)/skuscribe tag examples/photos/* --cards cards
	@echo "Open cards/gallery.html"

test: $(VENV)/test.done
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: $(VENV)/dev.done
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not slow"

train: $(VENV)/train.done
	$(BIN)/skuscribe model train $(DATA)/data --out src/skuscribe/look/bundles/hybrid-lite2 --licence Apache-2.0

bench: $(VENV)/test.done
	$(PIP) scikit-learn
	$(BIN)/python benchmarks/compare.py

docs: $(VENV)/dev.done
	$(BIN)/python docs/generate.py

clean:
	rm -rf $(VENV) cards .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist

$(VENV)/made.done:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/core.done: $(VENV)/made.done pyproject.toml
	$(PIP) --editable .
	@touch $@

$(VENV)/dev.done: $(VENV)/core.done
	$(PIP) --editable ".[dev]"
	@touch $@

# EasyOCR names a torchvision that would pull another torch: it is added without its pins.
$(VENV)/test.done: $(VENV)/dev.done
	$(PIP) "$(TORCH)"
	$(PIP) --editable ".[dev,easyocr,train]"
	$(PIP) --no-deps easyocr==1.7.2
	@touch $@

$(VENV)/train.done: $(VENV)/core.done
	$(PIP) "$(TORCH)"
	$(PIP) --editable ".[train]"
	@touch $@
