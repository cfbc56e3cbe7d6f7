#!/usr/bin/env bash
# From a fresh Debian 12 to a parent package that runs on simulated servers.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/packages.sh

folder=build/quickstart
speed=400
plan=examples/plans/nightly.toml

echo "1. Packages: those of Debian that are missing."
install_packages build

echo "2. Build: the library and the command, in $folder."
mkdir -p "$folder"
log=$folder/build.log
if ! {
    cmake --preset release -B "$folder" -Dssislb_DEVELOPER_MODE=OFF \
        -DCMAKE_CXX_COMPILER_LAUNCHER=ccache &&
        cmake --build "$folder" --target ssislb_command -j "$(nproc)"
} > "$log" 2>&1; then
    tail -n 40 "$log"
    echo "The build has failed; all of it is in $log."
    exit 1
fi

echo "3. Run: $plan on simulated servers, $speed times faster than the clock."
echo "   $folder/cli/ssislb run $plan --simulate=$speed"
exit_code=0
"$folder/cli/ssislb" run "$plan" --simulate="$speed" || exit_code=$?

echo "4. Done: exit code $exit_code (0 succeeded, 1 failed, 3 canceled)."
exit "$exit_code"
