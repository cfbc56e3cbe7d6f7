"""No umbrella header where everything pays for it: it triples the time to compile a source."""

UMBRELLAS = {"<boost/asio.hpp>", "<boost/json.hpp>", "<boost/beast.hpp>"}


def check(tree, build):
    return [
        f"{path}:{line}: {name}: include the narrow headers"
        for path in tree.sources("include", "lib")
        for line, name in tree.includes(path)
        if name in UMBRELLAS and not (name == "<boost/json.hpp>" and path.endswith(".cpp"))
    ]


GOOD = {
    "lib/run/a.cpp": "#include <boost/asio/post.hpp>\n#include <boost/json.hpp>\n",
    "examples/e.cpp": "#include <boost/asio.hpp>\n",
}
BAD = {
    "in a source": {"lib/run/b.cpp": "#include <boost/asio.hpp>\n"},
    "in a public header": {"include/ssislb/run/b.hpp": "#include <boost/asio.hpp>\n"},
    "JSON in a header": {"lib/report/b.hpp": "#include <boost/json.hpp>\n"},
}
