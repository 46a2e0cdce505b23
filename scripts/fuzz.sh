#!/usr/bin/env bash
# Builds the readers of foreign data in debug with the address sanitizer, and fuzzes them with the toolchain's libFuzzer.
#
#   scripts/fuzz.sh SECONDS [NAME…]     every reader, or the named ones, for this many seconds each
#
# An input that breaks a reader is kept in .build-fuzz/findings, and the status is then not 0. Add such an input to
# Tests/Fuzzing/Seeds/NAME, so that every later run begins with it.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds="${1:-60}"
shift || true
export PRACTICUM_FUZZ=1
library="$(find "$(dirname "$(readlink -f "$(command -v swiftc)")")/.." -name "libclang_rt.fuzzer_no_main-$(uname -m).a" | head -n 1)"
if [[ -z "$library" ]]; then
    echo 'fuzz: the Swift toolchain has no libFuzzer (libclang_rt.fuzzer_no_main).' >&2
    exit 1
fi
log=.build-fuzz/build.log
mkdir -p .build-fuzz/findings
if ! swift build --product Fuzzing --scratch-path .build-fuzz --sanitize address \
    -Xswiftc -Xfrontend -Xswiftc -sanitize=fuzzer -Xcc -fsanitize=fuzzer-no-link \
    -Xlinker "$library" -Xlinker -lstdc++ >"$log" 2>&1; then
    grep -E 'error:' "$log" >&2 || tail -n 50 "$log" >&2
    exit 1
fi

# libFuzzer reports a trap with the input. Swift's own report of it would take minutes here.
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=symbolize=0:detect_leaks=0:allocator_may_return_null=1
fuzzer=.build-fuzz/debug/Fuzzing
failed=0
while read -r name seeds; do
    if [[ $# -gt 0 && ! " $* " == *" $name "* ]]; then continue; fi
    corpus=".build-fuzz/corpus/$name"
    mkdir -p "$corpus"
    # Copies the seeds, because libFuzzer reads folders of plain files.
    for seed in $seeds "Tests/Fuzzing/Seeds/$name"; do
        if [[ -d "$seed" ]]; then find "$seed" -type f -size -200k -exec cp -f --backup=off {} "$corpus/" \; ; fi
    done
    log=".build-fuzz/$name.log"
    if "$fuzzer" "$name" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -malloc_limit_mb=1024 -max_len=8192 -print_final_stats=1 \
        -artifact_prefix=".build-fuzz/findings/$name-" "$corpus" >"$log" 2>&1 </dev/null; then
        echo "fuzz: $name stood $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs in $seconds s"
    else
        failed=1
        echo "fuzz: $name broke; the input is in .build-fuzz/findings, the report in $log" >&2
        grep -E 'ERROR|SUMMARY|Test unit written|Fatal error' "$log" | head -n 6 >&2 || tail -n 5 "$log" >&2
    fi
done < <("$fuzzer" 2>/dev/null || true)
exit "$failed"
