# Callpoint. `make` prints what there is.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
# Where the demo leaves its journal and log; empty: they are thrown away.
KEEP ?=
# `make bench RECORD=1` writes Benchmarks/RESULTS.md.
RECORD ?=
PART ?=
KILLS ?= 1000
# `make simulate DAYS=365 SEEDS=10` is the long one.
SEEDS ?= 200
DAYS ?= 1
FIRST ?= 1
SIZE ?= city
# Worlds of each load that `make quality` measures.
QUALITY_SEEDS ?= 200
# `make fuzz RUNS=10000000` is the long one.
RUNS ?= 1000000

# Programs for a kiosk carry the Swift runtime within themselves.
RELEASE := -c release --static-swift-stdlib
BIN := .build/release

.PHONY: help
help: ## Print this.
	@echo "Callpoint: one press on a roadside call point, and the nearest patrols have their orders."
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 20
	@echo
	@echo "First time here: make demo (about five minutes, most of them the first build)."

.PHONY: setup
setup: ## Install what building and testing need (Debian 12 or 13; says what first).
	@tools/setup test

.PHONY: build
build: ## Build the programs for a kiosk: optimised, no Swift runtime needed there.
	@tools/setup build
	@echo "build: callpointd, callpoint and callpoint-demo, optimised" >&2
	@$(SWIFT) build $(RELEASE) --product callpointd
	@$(SWIFT) build $(RELEASE) --product callpoint
	@$(SWIFT) build $(RELEASE) --product callpoint-demo
	@ls -l $(BIN)/callpointd $(BIN)/callpoint | awk '{ printf "build: %s %.1f MB\n", $$NF, $$5 / 1e6 }' >&2

.PHONY: demo
demo: build ## A simulated node presses a button; watch the tiers answer (< 60 s after the build).
	@$(BIN)/callpoint-demo $(if $(KEEP),--keep $(KEEP))

.PHONY: try
try: build ## The same, and you press: Enter is the button, keys answer for the units.
	@$(BIN)/callpoint-demo --stay $(if $(KEEP),--keep $(KEEP))

.PHONY: test
test: ## Set up, lint and run every test.
	@tools/setup test
	@tools/lint
	@echo "test: building ..." >&2
	@$(SWIFT) build --build-tests
	@$(MAKE) -C Benchmarks smoke >/dev/null
	@.build/debug/callpoint-bench --smoke >/dev/null
	@$(SWIFT) test --skip-build --disable-xctest --skip callpointdTests
	@echo "test: the daemon on real devices, by itself ..." >&2
	@$(SWIFT) test --skip-build --disable-xctest --filter callpointdTests

.PHONY: test-hardware
test-hardware: ## The release callpointd on a real /dev/gpiochip, with both libgpiods (ONLY=native: one; RULE=part of a name).
	@tools/setup hardware
	@Tests/Hardware/mutants --check
	@echo "test-hardware: building callpointd and callpoint, optimised ..." >&2
	@$(SWIFT) build $(RELEASE) --product callpointd
	@$(SWIFT) build $(RELEASE) --product callpoint
	@Tests/Hardware/run $(if $(ONLY),--only $(ONLY)) $(RULE)

.PHONY: test-hardware-mutants
test-hardware-mutants: ## Take debounce, level, stuck and chip loss away one by one: the hardware tests have to fail.
	@tools/setup hardware
	@Tests/Hardware/mutants

.PHONY: kill-test
kill-test: ## The long one: 1,000 kill -9s of the optimised daemon under presses (KILLS=n for another number).
	@tools/setup test
	@echo "kill-test: building callpointd, optimised ..." >&2
	@$(SWIFT) build $(RELEASE) --product callpointd >&2
	@CALLPOINT_KILLS=$(KILLS) CALLPOINT_PROGRAMS=$(CURDIR)/$(BIN) \
		$(SWIFT) test --disable-xctest --filter callpointdTests.Kill

.PHONY: simulate
simulate: ## Simulated days of a city against every rule (SEEDS=200, DAYS=1 for each; SEED=n: one of them; SIZE=small).
	@tools/setup build
	@echo "simulate: building callpoint-simulate, optimised ..." >&2
	@$(SWIFT) build $(RELEASE) --product callpoint-simulate >&2
	@$(BIN)/callpoint-simulate --size $(SIZE) $(if $(SEED),--seed $(SEED) $(if $(STORY),--story),--seeds $$(($(SEEDS) * $(DAYS))) --first $(FIRST)) \
		$(if $(SAVE),--save $(SAVE)) $(if $(JSON),--json)

.PHONY: simulate-hashes
simulate-hashes: ## Write down anew what kept days come to. Say in the commit which rule of the engine changed.
	@$(SWIFT) build $(RELEASE) --product callpoint-simulate >&2
	@{ $(BIN)/callpoint-simulate --hashes --size small --first 1 --seeds 4; $(BIN)/callpoint-simulate --hashes --first 1 --seeds 2; } \
		> Tests/SimulationTests/hashes.txt
	@cat Tests/SimulationTests/hashes.txt

.PHONY: simulate-mutants
simulate-mutants: ## Break the engine in many ways, one by one: each has to be noticed within 200 days.
	@tools/setup build
	@Tests/Simulation/mutants

.PHONY: quality
quality: ## Response times beside nearest-first and the optimum (SciPy's), by load: docs/QUALITY.md and its plot (QUALITY_SEEDS=200).
	@tools/setup quality
	@echo "quality: building callpoint-simulate, optimised ..." >&2
	@$(SWIFT) build $(RELEASE) --product callpoint-simulate >&2
	@.build-quality/bin/python3 Tests/Quality/measure $(BIN)/callpoint-simulate --seeds $(QUALITY_SEEDS)

.PHONY: fuzz
fuzz: ## libFuzzer over decoder and debouncer: no crash, no hang, no false alarm (RUNS=n inputs each, or SECONDS=n; FAST=1).
	@tools/setup build
	@SWIFT="$(SWIFT)" tools/fuzz $(if $(SECONDS),--seconds $(SECONDS),--runs $(RUNS)) $(if $(FAST),--fast)

.PHONY: bench
bench: build ## Press to durable order, and the table of units, against C, side by side (RECORD=1 writes it down; PART=press or units: one of them).
	@$(MAKE) -C Benchmarks
	@$(SWIFT) build $(RELEASE) --product callpoint-bench
	@Benchmarks/run --bin $(BIN) $(if $(RECORD),--record) $(if $(PART),--part $(PART)) $(BENCH_FLAGS)

.PHONY: lint
lint: ## Check the style of every Swift file and script.
	@tools/lint

.PHONY: format
format: ## Put every Swift file into the house's style.
	@swift format format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks

.PHONY: install
install: ## Install what `make build` built (PREFIX=/usr/local, DESTDIR= for packagers).
	@DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" BIN="$(BIN)" tools/install

.PHONY: uninstall
uninstall: ## Take away what `make install` put there; state, logs and /etc stay.
	@DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" tools/install --remove

.PHONY: clean
clean: ## Remove everything that was built.
	@rm -rf .build
	@$(MAKE) -C Benchmarks clean
