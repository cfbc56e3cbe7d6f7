"""A library that may be exchanged later is seen by one source file, or by one folder."""

import re

# What is included -> where; with ONE, by a single file in each place.
ONE = True
RULES = [
    (r"<sybdb\.h>|<sybfront\.h>", ("lib/tds/", "tests/bench/dblib_client.cpp",
                                         "tests/sim/tds/host_application.cpp"), ONE),
    (r"<sqlite3\.h>", ("lib/journal/",), ONE),
    (r"<toml\+\+/|<toml\.hpp>", ("lib/plan/",), ONE),
    (r"<pugixml\.hpp>", ("lib/plan/",), ONE),
    (r"<openssl/|<boost/asio/ssl", ("lib/sim/", "tests/"), not ONE),
    (r"<CLI/", ("cli/",), not ONE),
    (r"<catch2/", ("tests/support/catch.hpp",), not ONE),
    (r"<fmt/", ("lib/", "cli/", "examples/", "tests/"), not ONE),
]


def check(tree, build):
    complaints = []
    for pattern, places, single in RULES:
        includers = [
            path for path in tree.sources()
            if any(re.match(pattern, name) for _, name in tree.includes(path))
        ]
        complaints += [
            f"{path}: {pattern} belongs in {' or '.join(places)}"
            for path in includers if not path.startswith(places)
        ]
        for place in places if single else ():
            here = [path for path in includers if path.startswith(place)]
            if len(here) > 1:
                complaints.append(f"{', '.join(here)}: {pattern} has more than one includer")
    return complaints


GOOD = {
    "lib/tds/dblib.cpp": "#include <sybdb.h>\n",
    "tests/sim/tds/host_application.cpp": "#include <sybdb.h>\n",
    "lib/plan/toml.cpp": "#include <toml++/toml.h>\n",
    "lib/journal/sqlite.cpp": "#include <sqlite3.h>\n",
    "lib/sim/wire/tls.cpp": "#include <openssl/ssl.h>\n",
    "lib/run/explain.cpp": "#include <fmt/core.h>\n",
    "tests/support/catch.hpp": "#include <catch2/catch.hpp>\n",
}
BAD = {
    "second includer": {"lib/tds/other.cpp": "#include <sybdb.h>\n"},
    "db-lib in a test": {"lib/tds/dblib.cpp": "", "tests/t.cpp": "#include <sybdb.h>\n"},
    "two TOML readers": {"lib/plan/other.cpp": "#include <toml++/toml.h>\n"},
    "two XML readers": {
        "lib/plan/a.cpp": "#include <pugixml.hpp>\n",
        "lib/plan/b.cpp": "#include <pugixml.hpp>\n",
    },
    "SQLite in the command": {"cli/a.cpp": "#include <sqlite3.h>\n"},
    "SQLite outside of the journal": {"lib/run/a.cpp": "#include <sqlite3.h>\n"},
    "two SQLite wrappers": {
        "lib/journal/a.cpp": "#include <sqlite3.h>\n",
        "lib/journal/b.cpp": "#include <sqlite3.h>\n",
    },
    "TLS in the client": {"lib/tds/tls.cpp": "#include <openssl/ssl.h>\n"},
    "fmt in a public header": {"include/ssislb/base/a.hpp": "#include <fmt/core.h>\n"},
    "Catch beside its shim": {"tests/unit/t.cpp": "#include <catch2/catch.hpp>\n"},
    "command line in the library": {"lib/run/a.cpp": "#include <CLI/CLI.hpp>\n"},
}
