# make            sets up what is missing, builds, and runs the practical: output/practical-7.html
# make test       sets up what is missing, and passes the tests
#
# Everything can be run again at no cost. ARGS goes to the run: make ARGS='-p epochs=1'

SHELL := /bin/bash
SWIFT := swift
PRACTICUM := .build/release/practicum
NOTEBOOK := notebooks/practical-7.md

.PHONY: practical quick test build setup encoder format lint notebooks hub-rehearsal documentation fuzz clean

practical: build encoder-if-possible
	$(PRACTICUM) run $(NOTEBOOK) $(ARGS)

quick: build encoder-if-possible
	$(PRACTICUM) run $(NOTEBOOK) --profile quick $(ARGS)

test: setup encoder
	$(SWIFT) build -c release --build-tests
	$(SWIFT) test -c release --skip-build $(ARGS)

build: setup
	$(SWIFT) build -c release --product practicum

setup:
	@scripts/setup.sh

encoder: setup
	@scripts/fetch-encoder.sh

.PHONY: encoder-if-possible
encoder-if-possible: setup
	@scripts/fetch-encoder.sh --optional

format:
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests Benchmarks

lint:
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests Benchmarks

# Every notebook, quickly: what CI runs.
notebooks: build encoder-if-possible
	for notebook in notebooks/*.md; do $(PRACTICUM) run "$$notebook" --profile quick --offline || exit 1; done

# The practical from an empty cache, with a server on this machine in the place of the Hugging Face Hub.
hub-rehearsal: setup
	scripts/hub-rehearsal.sh $(NOTEBOOK) $(ARGS)

# The DocC catalogue of the program; any warning is an error.
documentation: setup
	$(SWIFT) package -c release generate-documentation --target practicum --warnings-as-errors

# A minute for each reader of what comes from outside; ARGS='300 notebook' for five minutes of one.
fuzz: setup
	scripts/fuzz.sh $(ARGS)

clean:
	rm -rf .build .build-fuzz
	find output -mindepth 1 ! -path output/README.md -delete
