# morgue: full-text search for news archives. `make help` lists the targets.

VERSION  := 0.1.0
PREFIX   ?= /usr/local
DESTDIR  ?=
SANITIZE ?=
WERROR   ?=

# Debian packages: what a build needs, and what the tests need besides.
BUILD_PACKAGES := gcc g++ make pkg-config perl libxapian-dev libglib2.0-dev libxml2-dev \
                  zlib1g-dev libarchive-dev libzstd-dev liblzma-dev libbz2-dev libbrotli-dev \
                  libdeflate-dev libgmime-3.0-dev libjansson-dev \
                  libuchardet-dev libcld2-dev poppler-utils liblingua-stopwords-perl
TEST_PACKAGES  := bats clang clang-format libclang-rt-14-dev valgrind cppcheck mandoc zsh xapian-tools \
                  python3 procps libxml2-utils strace

comma     := ,
variant   := $(if $(COVERAGE),coverage,$(if $(SANITIZE),$(subst $(comma),-,$(SANITIZE)),default))
BUILD     := build/$(variant)
GENERATED := $(BUILD)/generated

# What installs nothing and builds nothing must work on a machine that has nothing.
idle_goals := help clean
ifneq ($(or $(filter-out $(idle_goals),$(MAKECMDGOALS)),$(if $(MAKECMDGOALS),,all)),)
include build/packages.mk
endif

CSTD     := -std=c17
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wvla -Wwrite-strings -Wundef -Wformat=2 -Wswitch-enum \
            $(if $(WERROR),-Werror)
OPTIMISE := $(if $(SANITIZE),-O1 -fno-omit-frame-pointer,-O2)
SANITIZER := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all) \
             $(if $(COVERAGE),--coverage -fprofile-update=atomic -DCONFINE_NOTHING)
CPPFLAGS += -Iinclude -I. -I$(GENERATED) -D_GNU_SOURCE -DMORGUE_VERSION=\"$(VERSION)\" \
            -DG_LOG_USE_STRUCTURED $(PACKAGE_CFLAGS)
CFLAGS   ?= -g
CXXFLAGS ?= -g
ALL_CFLAGS   := $(CSTD) $(OPTIMISE) $(WARNINGS) $(SANITIZER) -fPIC -pthread
ALL_CXXFLAGS := -std=c++17 $(OPTIMISE) -Wall -Wextra -Wshadow -Wconversion $(if $(WERROR),-Werror) \
                $(SANITIZER) -fPIC -fvisibility=hidden -pthread
LINK     := $(CXX) $(SANITIZER) -pthread

binding_sources := $(wildcard xapian-c/*.cc)
lib_sources     := $(wildcard lib/*.c)
indexer_sources := $(filter-out indexer/main.c,$(wildcard indexer/*.c indexer/*/*.c))
shim_sources    := $(wildcard indexer/*.cc)
searcher_sources := $(filter-out searcher/main.c,$(wildcard searcher/*.c searcher/*/*.c))
test_sources    := $(wildcard tests/unit/*.c)
test_cxx_sources := $(wildcard tests/unit/*.cc)
helper_sources  := $(wildcard tests/support/*.c) tests/fuzz/damaged-index.c \
                   tests/fuzz/damaged-shard.c tests/fuzz/targets.c

objects = $(patsubst %,$(BUILD)/%.o,$(basename $(1)))

binding_library  := $(BUILD)/libxapian-c.a
morgue_library   := $(BUILD)/libmorgue.a
indexer_library  := $(BUILD)/libindexer.a
searcher_library := $(BUILD)/libsearcher.a
support_library  := $(BUILD)/libsupport.a
shared_library   := $(BUILD)/libxapian-c.so.0
programs   := $(addprefix $(BUILD)/,$(patsubst %/main.c,morgue-%,$(wildcard indexer/main.c searcher/main.c)))
programs   := $(patsubst %/morgue-indexer,%/morgue-index,$(patsubst %/morgue-searcher,%/morgue-search,$(programs)))
# What tests/faults needs. What it preloads into the programs brings no sanitizer of its own.
fault_tools := $(addprefix $(BUILD)/tests/faults/,failing-calls.so failing-memory.so contents)
unit_tests := $(patsubst %.c,$(BUILD)/%,$(test_sources)) $(patsubst %.cc,$(BUILD)/%,$(test_cxx_sources))

.PHONY: all
all: $(programs) $(shared_library) $(BUILD)/xapian-c.pc ## build both programs and the binding

# What the indexer is linked with; the searcher needs none of it.
INDEXER_MODULES := libxml-2.0 zlib libdeflate libarchive libzstd liblzma libbrotlidec gmime-3.0 \
                   uchardet jansson

# Packages: the file below records what pkg-config says; making it installs what is missing.
build/packages.mk: Makefile tools/install-packages
	@tools/install-packages $(BUILD_PACKAGES)
	@mkdir -p build
	@{ echo "PACKAGE_CFLAGS := $$(pkg-config --cflags glib-2.0 gthread-2.0 $(INDEXER_MODULES))"; \
	   echo "XAPIAN_LIBS := $$(pkg-config --libs xapian-core)"; \
	   echo "GLIB_LIBS := $$(pkg-config --libs glib-2.0)"; \
	   echo "INDEXER_LIBS := $$(pkg-config --libs $(INDEXER_MODULES)) -lbz2 -lcld2"; } >$@.tmp
	@mv $@.tmp $@

.PHONY: deps
deps: ## install the Debian packages that building and testing need
	@tools/install-packages $(BUILD_PACKAGES) $(TEST_PACKAGES)

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/%.o: %.cc Makefile
	@mkdir -p $(@D)
	$(CXX) $(CPPFLAGS) $(ALL_CXXFLAGS) $(CXXFLAGS) -MMD -MP -c -o $@ $<

$(GENERATED)/stop-words.inc: tools/stop-words.pl
	@mkdir -p $(@D)
	perl $< >$@.tmp
	@mv $@.tmp $@

$(call objects,$(wildcard lib/stop-words.c)): $(GENERATED)/stop-words.inc

$(BUILD)/%.a:
	@rm -f $@
	$(AR) rcs $@ $^

$(binding_library): $(call objects,$(binding_sources))
$(morgue_library): $(call objects,$(lib_sources))
$(indexer_library): $(call objects,$(indexer_sources) $(shim_sources))
$(searcher_library): $(call objects,$(searcher_sources))
$(support_library): $(call objects,$(helper_sources))

$(shared_library): $(call objects,$(binding_sources)) xapian-c/xapian-c.map
	$(LINK) -shared -Wl,-soname,$(@F) -Wl,-z,defs -Wl,--version-script=$(filter %.map,$^) -o $@ \
	  $(filter %.o,$^) $(XAPIAN_LIBS)
	@ln -sf $(@F) $(BUILD)/libxapian-c.so

# Written each time, as PREFIX may be another when installing.
.PHONY: $(BUILD)/xapian-c.pc
$(BUILD)/xapian-c.pc:
	@mkdir -p $(@D)
	@{ echo "prefix=$(PREFIX)"; echo 'libdir=$${prefix}/lib'; echo 'includedir=$${prefix}/include'; \
	   echo; echo 'Name: xapian-c'; echo 'Description: C binding of the Xapian search engine'; \
	   echo 'Version: $(VERSION)'; echo 'Requires.private: xapian-core'; \
	   echo 'Libs: -L$${libdir} -lxapian-c'; echo 'Libs.private: -lstdc++'; \
	   echo 'Cflags: -I$${includedir}'; } >$@

$(BUILD)/morgue-index: $(BUILD)/indexer/main.o $(indexer_library) $(morgue_library) $(binding_library)
	$(LINK) -o $@ $^ $(LDFLAGS) $(INDEXER_LIBS) $(GLIB_LIBS) $(XAPIAN_LIBS)

$(BUILD)/morgue-search: $(BUILD)/searcher/main.o $(searcher_library) $(morgue_library) $(binding_library)
	$(LINK) -o $@ $^ $(LDFLAGS) $(GLIB_LIBS) $(XAPIAN_LIBS)

$(unit_tests): $(BUILD)/%: $(BUILD)/%.o $(support_library) $(indexer_library) $(searcher_library) \
               $(morgue_library) $(binding_library)
	$(LINK) -o $@ $^ $(LDFLAGS) $(INDEXER_LIBS) $(GLIB_LIBS) $(XAPIAN_LIBS)

$(BUILD)/tests/faults/contents: $(BUILD)/tests/faults/contents.o $(support_library) $(indexer_library) \
                                $(searcher_library) $(morgue_library) $(binding_library)
	$(LINK) -o $@ $^ $(LDFLAGS) $(INDEXER_LIBS) $(GLIB_LIBS) $(XAPIAN_LIBS)

$(BUILD)/tests/faults/%.so: tests/faults/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CSTD) -O2 $(WARNINGS) $(CFLAGS) -fPIC -shared -o $@ $< -ldl

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

.PHONY: test-deps
test-deps:
	@tools/install-packages $(TEST_PACKAGES)

# Every test speaks TAP; prove runs them all and closes with one count.
TESTS ?= $(unit_tests) $(wildcard tests/cli/*.bats tests/search/*.bats tests/readers/*.bats \
         tests/faults/*.bats) $(if $(SANITIZE),,$(wildcard tests/lint/*.t))

.PHONY: check
check: test-deps all $(unit_tests) $(fault_tools) ## run every test (SANITIZE=address,undefined or thread for the sanitizers)
	MORGUE_BUILD=$(abspath $(BUILD)) G_TEST_SRCDIR=$(CURDIR) tools/run-tests $(TESTS)

# The same tests as in `make check`, at many more moments.
FAULTS  ?= 1000000
SECONDS_OF_READING ?= 600
.PHONY: check-faults
check-faults: test-deps all $(fault_tools) ## kill and fail at every system call, or at FAULTS of them; fill the disk; a writer and ten readers for 600 s
	FAULTS=$(FAULTS) SECONDS_OF_READING=$(SECONDS_OF_READING) MORGUE_BUILD=$(abspath $(BUILD)) \
	  G_TEST_SRCDIR=$(CURDIR) tools/run-tests $(wildcard tests/faults/*.bats)

.PHONY: demo
demo: all ## build, index samples/ and answer "Article 5 Ukraine"
	@BUILD=$(BUILD) tools/demo

.PHONY: check-both-ways
check-both-ways: $(BUILD)/tests/unit/test-both-ways ## whether tables written directly are as libxapian's: of DATA="FOLDER…"
	MORGUE_BOTH_WAYS="$(DATA)" $<

$(BUILD)/tests/bench/analysis: $(BUILD)/tests/bench/analysis.o $(morgue_library) $(binding_library)
	$(LINK) -o $@ $^ $(LDFLAGS) $(GLIB_LIBS) $(XAPIAN_LIBS)

.PHONY: bench-analysis
bench-analysis: $(BUILD)/tests/bench/analysis ## measure analysis: DATA=FILE, an article a line; LANGUAGE=de
	$< $(DATA) $(LANGUAGE)

$(BUILD)/tests/bench/searching: $(BUILD)/tests/bench/searching.o
	$(LINK) -o $@ $^ $(LDFLAGS) $(GLIB_LIBS)

# tests/bench/resample makes a big archive to index. Queries are kept, to be asked of others, too.
ROUNDS ?= 5
.PHONY: bench-search
bench-search: $(BUILD)/tests/bench/searching all ## how fast queries are on the index DATA=DIR, ROUNDS=5 each
	@tests/bench/search-queries $(BUILD)/morgue-search $(DATA) $(BUILD)/ranked.tsv $(BUILD)/whole.tsv
	@for queries in ranked whole; do \
	  $< $(BUILD)/$$queries.tsv $(ROUNDS) $(BUILD)/morgue-search --index $(DATA) || exit; echo; done

.PHONY: bench-search-peers
bench-search-peers: $(BUILD)/tests/bench/searching all ## the same beside other programs: DATA=INDEX, CORPUS=FOLDER of its articles (resample), PEERS="lucene fts5 quest omega ripgrep"
	@tests/bench/search-queries $(BUILD)/morgue-search $(DATA) $(BUILD)/ranked.tsv $(BUILD)/whole.tsv
	@tests/bench/search-peers $< $(BUILD)/morgue-search $(DATA) $(BUILD)/ranked.tsv $(CORPUS) $(ROUNDS) $(PEERS)

.PHONY: golden
golden: all $(BUILD)/tests/unit/test-readers ## rewrite the expected articles of tests/readers; review the diff
	MORGUE_GOLDEN=write G_TEST_SRCDIR=$(CURDIR) $(BUILD)/tests/unit/test-readers

# Benchmarks are built on their own: DATA holds folders with pages/ and truth.json.
$(BUILD)/tests/bench/extraction: $(BUILD)/tests/bench/extraction.o $(indexer_library) \
                                 $(morgue_library) $(binding_library)
	$(LINK) -o $@ $^ $(LDFLAGS) $(INDEXER_LIBS) $(GLIB_LIBS) $(XAPIAN_LIBS)

$(BUILD)/tests/bench/reading: $(BUILD)/tests/bench/reading.o $(indexer_library) \
                              $(morgue_library) $(binding_library)
	$(LINK) -o $@ $^ $(LDFLAGS) $(INDEXER_LIBS) $(GLIB_LIBS) $(XAPIAN_LIBS)

.PHONY: bench bench-reading
bench: bench-reading bench-building ## what is read, and how fast, by format, and building against other programs: DATA="FOLDER…"
bench-reading: DATA ?= samples/archive
bench-reading: $(BUILD)/tests/bench/reading ## what is read, and how fast, by format: of samples/, or of DATA="FOLDER…"
	@$< $(DATA)

# The text of Reuters-21578 in DATA, and an archive of COUNT articles made of it; both stay in CORPORA.
COUNT   ?= 200000
CORPORA ?= $(BUILD)/corpora
PEERS   ?=
.PHONY: bench-building
bench-building: all ## how fast indexes are built beside other programs: DATA="FOLDER…" with reut2-*.sgm, COUNT=200000, PEERS="lucene…", ROUNDS=5
	@tests/bench/build-corpora $(BUILD)/morgue-index $(CORPORA) $(COUNT) $(ROUNDS) "$(PEERS)" $(DATA)

.PHONY: bench-feeds
bench-feeds: all ## how far feeds are read as feedparser's tests expect: DATA=FOLDER of its tests
	@tests/bench/feedparser $(BUILD) $(DATA)

.PHONY: bench-ranking
bench-ranking: all ## how well collections with relevance judgements are ranked: DATA=FOLDER of them
	@tests/bench/ranking $(BUILD) $(DATA)

.PHONY: bench-extraction
bench-extraction: $(BUILD)/tests/bench/extraction ## measure web page extraction on DATA=FOLDER
	@$< $(patsubst %/,%,$(dir $(wildcard $(DATA)/truth.json $(DATA)/*/truth.json)))

# Fuzzing: clang's libFuzzer, in a build folder of its own. TARGETS=warc SECONDS=900 make fuzz
FUZZ_BUILD := build/address-undefined-fuzzer-no-link
ifneq ($(findstring fuzzer,$(SANITIZE)),)
$(BUILD)/tests/fuzz/fuzz: $(BUILD)/tests/fuzz/fuzz.o $(support_library) $(indexer_library) \
                          $(searcher_library) $(morgue_library) $(binding_library)
	$(CXX) -fsanitize=address,undefined,fuzzer -pthread -o $@ $^ $(LDFLAGS) $(INDEXER_LIBS) \
	  $(GLIB_LIBS) $(XAPIAN_LIBS)
endif

SECONDS ?= 60
TARGETS ?= $(shell sed -n 's/^ *ROW(\([a-z0-9_]*\)).*/\1/p' indexer/readers/table.h | grep -vx pdf | tr _ -) \
           pdf-text recognise charset date query xml index merge
.PHONY: fuzz
fuzz: test-deps ## fuzz TARGETS="warc json" (default: all) for SECONDS of processor time each
	$(MAKE) CC=clang CXX=clang++ SANITIZE=address,undefined,fuzzer-no-link \
	  $(FUZZ_BUILD)/tests/fuzz/fuzz
	tools/fuzz $(FUZZ_BUILD)/tests/fuzz/fuzz $(SECONDS) $(TARGETS)

# Counts are written beside the objects when a program ends; so this build confines nothing.
COVERAGE_BUILD := build/coverage
.PHONY: coverage
coverage: test-deps ## which lines the tests run, and the fuzz corpora alone: build/coverage/*.tsv
	$(MAKE) COVERAGE=1 all $(patsubst $(BUILD)/%,$(COVERAGE_BUILD)/%,$(unit_tests) $(fault_tools))
	find $(COVERAGE_BUILD) -name '*.gcda' -delete
	G_TEST_SRCDIR=$(CURDIR) tools/run-tests $(COVERAGE_BUILD)/tests/unit/test-fuzz-corpus
	tools/coverage $(COVERAGE_BUILD) >$(COVERAGE_BUILD)/fuzz-corpora.tsv
	find $(COVERAGE_BUILD) -name '*.gcda' -delete
	COVERAGE=1 MORGUE_BUILD=$(CURDIR)/$(COVERAGE_BUILD) G_TEST_SRCDIR=$(CURDIR) tools/run-tests \
	  $(patsubst $(BUILD)/%,$(COVERAGE_BUILD)/%,$(filter-out %.t,$(TESTS)))
	tools/coverage $(COVERAGE_BUILD) >$(COVERAGE_BUILD)/tests.tsv
	@join -t "$$(printf '\t')" -a 1 -e 0 -o 0,1.2,1.3,2.2 $(COVERAGE_BUILD)/tests.tsv $(COVERAGE_BUILD)/fuzz-corpora.tsv | \
	  awk -F '\t' 'BEGIN { print "lines  tests %  fuzz corpora %" } \
	    { printf "%5d  %7.1f  %14.1f  %s\n", $$3, $$2, $$4, $$1 }'

.PHONY: lint
lint: test-deps ## layout, headers, layering, cppcheck, clang's analyzer
	tools/run-tests $(wildcard tests/lint/*.t tests/analysis/*.t)

.PHONY: analyze
analyze: test-deps ## clang's static analyzer alone, which takes minutes
	tools/run-tests $(wildcard tests/analysis/*.t)

.PHONY: print-compile-flags
print-compile-flags: $(GENERATED)/stop-words.inc
	@echo '$(subst \",",$(CPPFLAGS)) $(CSTD) $(WARNINGS)'

# For the test that builds the reader of docs/adding-a-format.md.
.PHONY: print-build-commands
print-build-commands:
	@echo "compile='$(CC)' link='$(LINK)' libraries='$(LDFLAGS) $(INDEXER_LIBS) $(GLIB_LIBS) $(XAPIAN_LIBS)'"
	@echo "flags='$(subst \",",$(CPPFLAGS)) $(ALL_CFLAGS) $(CFLAGS)'"

.PHONY: format
format: ## lay the sources out as .clang-format says
	clang-format -i $$(git ls-files '*.[ch]' '*.cc')

.PHONY: install
install: all ## install under $(DESTDIR)$(PREFIX)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include
	install $(programs) $(DESTDIR)$(PREFIX)/bin
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/man/man7
	install -m 644 docs/man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 docs/man/*.7 $(DESTDIR)$(PREFIX)/share/man/man7
	install -d $(DESTDIR)$(PREFIX)/share/doc/morgue/systemd
	install -m 644 docs/systemd/* $(DESTDIR)$(PREFIX)/share/doc/morgue/systemd
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	  $(DESTDIR)$(PREFIX)/share/zsh/site-functions
	install -m 644 docs/completion/morgue.bash \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions/morgue-index
	ln -sf morgue-index $(DESTDIR)$(PREFIX)/share/bash-completion/completions/morgue-search
	install -m 644 docs/completion/_morgue $(DESTDIR)$(PREFIX)/share/zsh/site-functions
	install -m 644 include/xapian-c.h $(DESTDIR)$(PREFIX)/include
	install $(shared_library) $(DESTDIR)$(PREFIX)/lib
	ln -sf $(notdir $(shared_library)) $(DESTDIR)$(PREFIX)/lib/libxapian-c.so
	install -m 644 $(binding_library) $(DESTDIR)$(PREFIX)/lib
	install -m 644 $(BUILD)/xapian-c.pc $(DESTDIR)$(PREFIX)/lib/pkgconfig

.PHONY: clean
clean: ## remove everything that was built
	rm -rf build

.PHONY: help
help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | sort | \
	  awk -F'|' '{ printf "  make %-14s %s\n", $$1, $$2 }'
	@echo "Variables: SANITIZE=address,undefined|thread  WERROR=1  PREFIX=$(PREFIX)  DESTDIR="
