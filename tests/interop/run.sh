#!/usr/bin/env bash
# Tries TDS clients of others against `ssislb sim`.
#
#   run.sh [--install] SSISLB [CLIENT]...
#   run.sh --install
#
# SSISLB is the command; without a CLIENT all are tried. --install fetches what is missing (apt,
# npm into build/interop). Exit code 0: all went well; 77: a client is not installed and none has failed; 1: failed.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=${SSISLB_INTEROP_DIR:-$here/../../build/interop}
clients=(tsql bsqldb pymssql perl pytds tedious jtds)
packages=(freetds-bin python3-tds python3-openssl python3-pymssql libjtds-java libdbd-sybase-perl
    default-jdk-headless)
jtds=/usr/share/java/jtds.jar
server_pid=

install_clients() {
    local missing=() name
    for name in "${packages[@]}"; do
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null) == installed ]] ||
            missing+=("$name")
    done
    command -v npm >/dev/null || missing+=(npm)
    if [[ ${#missing[@]} -gt 0 ]]; then
        local root=()
        [[ $EUID -eq 0 ]] || root=(sudo)
        "${root[@]}" apt-get -qq update
        "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null
    fi
    cp "$here/package.json" "$work/"
    npm --prefix "$work" install --no-audit --no-fund --loglevel=error >/dev/null
}

# Starts the servers and learns their ports from what they say until they are ready.
start_server() {
    local ssislb=$1 name address
    coproc server { exec "$ssislb" sim --ca-file "$ca_file" "$here/interop.toml" 2>&1; }
    # shellcheck disable=SC2154 # coproc sets it
    server_pid=$server_PID
    while IFS=$'\t' read -r name address _; do
        case $name in
        plain) plain_port=${address##*:} ;;
        encrypted) encrypted_port=${address##*:} ;;
        ready*) return ;;
        esac
    done <&"${server[0]}"
    echo "$ssislb does not serve" >&2
    exit 1
}

stop_server() {
    [[ -n $server_pid ]] || return 0
    kill "$server_pid" 2>/dev/null || true
    wait "$server_pid" 2>/dev/null || true
}

# FreeTDS takes encryption from its file only, and some of its users cannot name a section of it.
write_freetds_confs() {
    local common="    tds version = 7.4
    client charset = UTF-8
    ca file = $ca_file"
    printf '[global]\n%s\n    encryption = off\n[plain]\n    host = localhost\n    port = %s\n' \
        "$common" "$plain_port" >"$scratch/freetds.plain.conf"
    printf '[global]\n%s\n    encryption = require\n[encrypted]\n    host = localhost\n    port = %s\n' \
        "$common" "$encrypted_port" >"$scratch/freetds.encrypted.conf"
}

is_installed() {
    case $1 in
    tsql | bsqldb) command -v "$1" ;;
    pymssql) /usr/bin/python3 -c 'import pymssql' ;;
    pytds) /usr/bin/python3 -c 'import pytds, OpenSSL' ;;
    perl) perl -MDBD::Sybase -e 1 ;;
    tedious) node -e "require('$work/node_modules/tedious')" ;;
    jtds) command -v java && [[ -f $jtds ]] ;;
    *) return 1 ;;
    esac >/dev/null 2>&1
}

# Arguments of every client: server name, host, port, user; the password comes by the environment.
run_client() {
    local server=$2 arguments=("$2" "localhost" "$3" operator)
    case $1 in
    tsql | bsqldb) bash "$here/freetds.sh" "$1" "${arguments[@]}" ;;
    pymssql) /usr/bin/python3 "$here/try_pymssql.py" "${arguments[@]}" ;;
    pytds) /usr/bin/python3 "$here/try_pytds.py" "${arguments[@]}" ;;
    # DBD::Sybase takes memory for a whole max column, which sp_help_job has from 7.2 on.
    perl) TDSVER=7.1 perl "$here/dbd_sybase.pl" "${arguments[@]}" ;;
    tedious) NODE_PATH=$work/node_modules node "$here/tedious.js" "${arguments[@]}" ;;
    jtds) java -cp "$jtds" "$here/Jtds.java" "${arguments[@]}" ;;
    esac
}

mkdir -p "$work"
if [[ ${1:-} == --install ]]; then
    install_clients
    shift
    [[ $# -gt 0 ]] || exit 0
fi
[[ $# -gt 0 ]] || { sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }
ssislb=$1
shift
[[ $# -eq 0 ]] || clients=("$@")

scratch=$(mktemp -d)
trap 'stop_server; rm -rf "$scratch"' EXIT
export SSISLB_CA_FILE=$scratch/ca.pem
export PYTHONDONTWRITEBYTECODE=1
export SSISLB_INTEROP_PASSWORD=$RANDOM$RANDOM$RANDOM
password=$SSISLB_INTEROP_PASSWORD
ca_file=$SSISLB_CA_FILE
start_server "$ssislb"
write_freetds_confs

failed=0
skipped=0
for client in "${clients[@]}"; do
    if ! is_installed "$client"; then
        echo "skip $client: not installed"
        skipped=1
        continue
    fi
    for server in plain encrypted; do
        port_name=${server}_port
        if said=$(FREETDSCONF=$scratch/freetds.$server.conf timeout 60 bash -c "$(declare -f run_client); here='$here' work='$work' jtds='$jtds'
                run_client '$client' '$server' '${!port_name}'" 2>&1); then
            echo "ok $client $server"
        else
            echo "FAIL $client $server: $said"
            failed=1
        fi
    done
done
[[ $failed -eq 0 ]] || exit 1
[[ $skipped -eq 0 ]] || exit 77
