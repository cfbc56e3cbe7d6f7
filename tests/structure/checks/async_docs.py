"""Each public async_ function says how it completes, fails, is canceled, and what must live."""

import re

HEADINGS = ("handler signature", "errors", "cancellation", "object lifetimes")

# A declaration has a type before the name; a call has not.
DECLARATION = re.compile(r"^\s*(?:[\w:<>,&*\[\] ]+[ >&*])(async_\w+)\s*\(")
CALL = re.compile(r"\b(?:return|co_await|co_return|throw|new)\b[^;]*\basync_")
ACCESS = re.compile(r"^\s*(public|protected|private)\s*:")


def check(tree, build):
    complaints = []
    for path in tree.sources("include"):
        complaints += complaints_about(path, tree.text(path).splitlines())
    return complaints


def complaints_about(path, lines):
    complaints = []
    documented = set()  # an overload may rely on the first of its name
    hidden = False
    for number, line in enumerate(lines):
        hidden = hides(line, hidden)
        found = DECLARATION.match(line)
        if hidden or not found or line.lstrip().startswith("//") or CALL.search(line):
            continue
        name = found.group(1)
        comment = comment_before(lines, number).lower()
        missing = [heading for heading in HEADINGS if heading not in comment]
        if not missing:
            documented.add(name)
        elif name not in documented:
            complaints.append(f"{path}:{number + 1}: {name} does not state {', '.join(missing)}")
    return complaints


def hides(line, hidden):
    """Whether what follows the line is private: a section of a class, or namespace detail."""
    access = ACCESS.match(line)
    if access:
        return access.group(1) != "public"
    if re.match(r"\s*namespace (\w+::)*detail\b", line):
        return True
    if re.match(r"\s*(class|struct) \w+[^;]*$", line):
        return "class" in line
    if line.startswith("}"):
        return False
    return hidden


def comment_before(lines, number):
    """The block of /// above the statement that the line belongs to."""
    at = number - 1
    while at >= 0 and not lines[at].lstrip().startswith("///"):
        if not lines[at].strip() or lines[at].rstrip().endswith((";", "}", ":")):
            return ""
        at -= 1
    end = at
    while at >= 0 and lines[at].lstrip().startswith("///"):
        at -= 1
    return "\n".join(lines[at + 1:end + 1])


_FULL = """
class thing {
public:
    /// Does it.
    ///
    /// Handler signature: void(error_code)
    /// Errors: none
    /// Cancellation: none
    /// Object lifetimes: none
    template <completion_token Token = deferred_t>
    auto async_do(int how, Token&& token = {}) {
        return asio::async_initiate<Token, void()>(token);
    }

    /// As above, with diagnostics.
    template <completion_token Token>
    auto async_do(int how, diagnostics& diag, Token&& token) {
        return async_do(how, token);
    }

private:
    void async_erased(int how);
};
"""
GOOD = {"include/ssislb/run/a.hpp": _FULL}
BAD = {
    "no comment": {"include/ssislb/run/b.hpp": "struct a {\n    void async_go(int);\n};\n"},
    "free function": {"include/ssislb/run/b.hpp": "template <class T>\nauto async_go(T&& token);\n"},
} | {
    f"no {heading}": {"include/ssislb/run/a.hpp": re.sub(heading, "", _FULL, flags=re.IGNORECASE)}
    for heading in HEADINGS
}
