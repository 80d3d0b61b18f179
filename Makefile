# `make help` lists the targets.
.DEFAULT_GOAL := help
CARGO ?= cargo
SHARED_VECTORS := ../shared/conformance
# What the conformance runners run: files, or folders of them.
VECTORS ?= conformance $(wildcard $(SHARED_VECTORS)/business_time $(SHARED_VECTORS)/routing $(SHARED_VECTORS)/satisfaction $(SHARED_VECTORS)/sla $(SHARED_VECTORS)/staffing $(SHARED_VECTORS)/simulation $(SHARED_VECTORS)/templates)
PYTHON ?= python3
VENV := $(CURDIR)/.venv

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

.PHONY: replay
replay: ## The main job: replay the sample shop's history
	$(CARGO) run --release -q -p replay

.PHONY: test
test: format lint unit docs features types-check python-test node-test kotlin-test swift-test conformance ## Everything that must pass

.PHONY: format
format: ## Formatting is as rustfmt leaves it
	$(CARGO) fmt --all --check

.PHONY: lint
lint: ## Clippy, with warnings denied
	$(CARGO) clippy --workspace --all-targets -- -D warnings

.PHONY: unit
unit: ## Tests, properties and doc tests
	$(CARGO) test --workspace

.PHONY: docs
docs: ## Documentation without warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps -q

.PHONY: features
features: ## Every combination of the core's features compiles
	$(CARGO) check -q -p deskcore --no-default-features
	$(CARGO) check -q -p deskcore --no-default-features --features ical
	$(CARGO) check -q -p deskcore --no-default-features --features osm

.PHONY: conformance
conformance: conformance-rust conformance-python conformance-node conformance-kotlin conformance-swift ## Language-neutral vectors in every language (VECTORS="PATH…")
	@[ -d $(SHARED_VECTORS) ] || echo "skipped: no vectors at $(SHARED_VECTORS)"

.PHONY: conformance-rust
conformance-rust: ## The same in Rust
	$(CARGO) run --release -q -p conformance -- $(VECTORS)

.PHONY: conformance-python
conformance-python: python-build ## The same in Python
	$(VENV)/bin/python conformance/python/run.py $(VECTORS)

$(VENV)/ready: crates/py/requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install -q -r crates/py/requirements-dev.txt
	touch $@

.PHONY: python-build
python-build: $(VENV)/ready ## Build the Python package into .venv
	cd crates/py && . $(VENV)/bin/activate && maturin develop -q --features testing

.PHONY: python-test
python-test: python-build ## Python: types, stubs, tests
	cd crates/py && . $(VENV)/bin/activate && export MYPYPATH=python \
		&& mypy --strict python/deskcore tests/typed_use.py \
		&& pyright python/deskcore tests/typed_use.py \
		&& python -m mypy.stubtest deskcore._native --allowlist tests/stubtest-allow.txt \
		&& python stubs.py --check \
		&& pytest -q tests tests/typed_use.py

.PHONY: python-stubs
python-stubs: python-build ## Write the stub of the Python module
	cd crates/py && . $(VENV)/bin/activate && python stubs.py

.PHONY: python-wheel
python-wheel: $(VENV)/ready ## Build the wheel into dist
	cd crates/py && . $(VENV)/bin/activate && maturin build -q --strip --profile wheel --compression-level 9 --out ../../dist

.PHONY: bench-python
bench-python: $(VENV)/ready ## Speed of the Python binding beside what it is made of
	cd crates/py && . $(VENV)/bin/activate && maturin develop -q --profile wheel --features testing \
		&& python ../../benches/python/speed.py && python ../../benches/python/templates.py

crates/node/node_modules/ready: crates/node/package-lock.json
	cd crates/node && npm ci --no-audit --no-fund
	touch $@

.PHONY: node-build
node-build: crates/node/node_modules/ready ## Build the Node package in place
	cd crates/node && npm run -s build && npm run -s build:testing

.PHONY: node-test
node-test: node-build ## Node: types, declarations, tests, the example
	cd crates/node && npm run -s types && npm run -s check && npm test
	cd examples/node && npm install --no-audit --no-fund && npm test

.PHONY: conformance-node
conformance-node: node-build ## The same in Node
	node conformance/node/run.mjs $(VECTORS)

.PHONY: bench-node
bench-node: node-build ## Speed of the Node binding beside what it is made of
	node --expose-gc benches/node/speed.mjs && node benches/node/templates.mjs

.PHONY: mobile-build
mobile-build: ## The packages for Kotlin and Swift, into out/mobile
	crates/mobile/build.sh

.PHONY: kotlin-build
kotlin-build:
	crates/mobile/build.sh kotlin

.PHONY: swift-build
swift-build:
	crates/mobile/build.sh swift

.PHONY: kotlin-test
kotlin-test: ## Kotlin: tests and the example
	crates/mobile/build.sh kotlin-test

.PHONY: swift-test
swift-test: ## Swift: tests and the example
	crates/mobile/build.sh swift-test

.PHONY: conformance-kotlin
conformance-kotlin: kotlin-build ## The same in Kotlin
	crates/mobile/build.sh conformance-kotlin $(VECTORS)

.PHONY: conformance-swift
conformance-swift: swift-build ## The same in Swift
	crates/mobile/build.sh conformance-swift $(VECTORS)

.PHONY: bench-kotlin
bench-kotlin: ## Speed of the Kotlin binding
	crates/mobile/build.sh bench-kotlin

.PHONY: bench-swift
bench-swift: ## Speed of the Swift binding
	crates/mobile/build.sh bench-swift

.PHONY: schema
schema: ## Write the JSON Schema of desk.json
	$(CARGO) run -q -p deskcore --example schema > docs/desk.schema.json

.PHONY: types
types: schema ## Write the types of Python and TypeScript from the core's records
	$(CARGO) run -q -p codegen

.PHONY: types-check
types-check: ## The committed types are those of the core's records
	$(CARGO) run -q -p codegen -- --check

.PHONY: sample
sample: ## Make the sample shop's history anew
	$(CARGO) run --release -q -p sample-shop

.PHONY: bench
bench: ## Criterion suites
	$(CARGO) bench -p benches

.PHONY: ratios
ratios: ## Hot operations beside their limits and peers
	$(CARGO) run --release -q -p benches --bin ratios

.PHONY: hostile
hostile: ## What templates made to do harm take, in time and memory
	$(CARGO) run --release -q -p benches --bin hostile
