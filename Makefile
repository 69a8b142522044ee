# `make help` lists what you can do. Everything happens inside .venv; nothing else is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8080
.DEFAULT_GOAL := help
.PHONY: help demo test run check bench migrate install dev lock screenshots clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

demo: install ## try everything on this machine, without a token: http://127.0.0.1:8080
	@$(BIN)/python -m bot demo --port $(PORT)

run: install ## run for real (reads .env; see `make check` first)
	@$(BIN)/python -m bot run

migrate: install ## bring the database to the present shape
	@$(BIN)/python -m bot migrate

test: dev ## run the tests
	@$(BIN)/python -m pytest -n 4 --dist loadfile

check: dev ## lint and types: what pre-commit and .ci/run call
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy .

bench: dev ## measure, each figure beside its yardstick
	@$(BIN)/python -m benchmarks

screenshots: dev ## make the pictures of the README anew (needs /usr/bin/chromium)
	@$(BIN)/python -m tests.browser.screenshots

install: $(VENV)/.run
dev: $(VENV)/.dev

$(VENV)/.run: requirements/run.txt
	@sh scripts/venv.sh "$(PYTHON)" $(VENV)
	@echo "Đang cài thư viện (khoảng nửa phút)… / Installing libraries (about half a minute)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt
	@sh scripts/venv.sh "$(PYTHON)" $(VENV)
	@echo "Đang cài thư viện và công cụ kiểm thử… / Installing libraries and test tools…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@ $(VENV)/.run

lock: ## renew the pinned, hashed lists (needs uv)
	@for list in run dev; do uv pip compile --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --quiet requirements/$$list.in -o requirements/$$list.txt; done

clean: ## remove the environment, caches and the demo's data
	@rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis
