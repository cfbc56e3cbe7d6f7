#!/usr/bin/env bash
# Builds the fuzz targets with clang and runs each of them for SECONDS (default 60).
#
#   bash tests/fuzz/run.sh [SECONDS]
#
# Findings stay in build/fuzz/findings; the exit code tells whether there are any.
set -euo pipefail

seconds=${1:-60}
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/build/fuzz
corpus=$build/corpus
targets=(fuzz_session fuzz_channel fuzz_batch fuzz_plan fuzz_journal_event)
# clang 14 cannot instrument coroutines for indirect calls.
instrumentation="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=function"

cmake -S "$root" -B "$build" -G Ninja \
    -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_COMPILER=clang++ \
    -DCMAKE_CXX_FLAGS="$instrumentation -fno-sanitize-recover=all" \
    -Dssislb_DEVELOPER_MODE=ON -Dssislb_FUZZ=ON >"$build.log" 2>&1 ||
    { cat "$build.log"; exit 1; }
cmake --build "$build" --target "${targets[@]}" make_fuzz_corpus

make_corpus=$(find "$build" -name make_fuzz_corpus -type f)
"$make_corpus" "$corpus/fuzz_session" "$corpus/fuzz_channel" "$corpus/fuzz_batch" \
    "$corpus/fuzz_journal_event"
mkdir -p "$corpus/fuzz_plan"
cp "$root"/examples/plans/*.toml "$root"/tests/cli/broken/*.toml "$corpus/fuzz_plan"

findings=$build/findings
mkdir -p "$findings"
for target in "${targets[@]}"; do
    log=$findings/$target.log
    if "$(find "$build" -name "$target" -type f)" "$corpus/$target" \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
        -artifact_prefix="$findings/$target-" -print_final_stats=1 >"$log" 2>&1; then
        echo "$target: no findings, $(grep -o 'number_of_executed_units: .*' "$log")"
    else
        grep -E 'ERROR|SUMMARY|Test unit written' "$log" >&2 || tail -n 20 "$log" >&2
        echo "$target: failed, see $log" >&2
        exit 1
    fi
done
