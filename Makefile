# `make help` lists the targets.
.DEFAULT_GOAL := help
CARGO ?= cargo
SHARED_VECTORS := ../shared/conformance

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

.PHONY: replay
replay: ## The main job: replay the sample shop's history
	$(CARGO) run --release -q -p replay

.PHONY: test
test: format lint unit docs features types-check conformance ## Everything that must pass

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
conformance: ## Language-neutral vectors against the Rust core
	$(CARGO) run --release -q -p conformance -- conformance
	@if [ -d $(SHARED_VECTORS)/business_time ]; then \
		$(CARGO) run --release -q -p conformance -- $(SHARED_VECTORS)/business_time $(SHARED_VECTORS)/sla; \
	else echo "skipped: no vectors at $(SHARED_VECTORS)"; fi

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
