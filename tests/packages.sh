# shellcheck shell=bash
# The Debian 12 packages that the project needs, in one place. Sourced by tests/run.sh and
# examples/quickstart.sh; says nothing and touches nothing when all of them are there.

# To build the library and the command.
ssislb_build_packages=(
    g++ cmake ninja-build pkg-config ccache
    libboost1.81-dev libboost-json1.81-dev freetds-dev libfmt-dev libssl-dev
    libsqlite3-dev libtomlplusplus-dev libpugixml-dev libcli11-dev)

# To build and run the tests: Catch2, a second compiler for the fuzzers, TDS clients of others.
ssislb_test_packages=(
    catch2 python3 ca-certificates clang libclang-rt-14-dev freetds-bin)

# Commands that may have come from elsewhere than Debian, and the packages that bring them.
ssislb_test_commands=(node:nodejs npm:npm)

ssislb_as_root() {
    if [[ $EUID -eq 0 ]]; then
        "$@"
    else
        sudo "$@"
    fi
}

# install_packages build | test: installs those that are missing.
install_packages() {
    local wanted=("${ssislb_build_packages[@]}") missing=() name
    if [[ $1 == test ]]; then
        wanted+=("${ssislb_test_packages[@]}")
        for name in "${ssislb_test_commands[@]}"; do
            command -v "${name%%:*}" > /dev/null || missing+=("${name##*:}")
        done
    fi
    for name in "${wanted[@]}"; do
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$name" 2> /dev/null) == installed ]] ||
            missing+=("$name")
    done
    if [[ ${#missing[@]} -eq 0 ]]; then
        return
    fi
    echo "Installing ${missing[*]}"
    ssislb_as_root apt-get -qq update
    ssislb_as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install -y --no-install-recommends "${missing[@]}" > /dev/null
}
