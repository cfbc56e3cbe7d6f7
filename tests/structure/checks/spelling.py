"""Names and prose are spelt right, and one word is spelt one way, before they are frozen."""

import re

WRONG = {
    "recieve": "receive", "seperate": "separate", "occured": "occurred", "succesful": "successful",
    "exceeeds": "exceeds", "definately": "definitely", "refered": "referred", "lenght": "length",
    "adress": "address", "paramter": "parameter", "retreive": "retrieve", "neccessary": "necessary",
    "begining": "beginning", "schedular": "scheduler", "dependancy": "dependency",
    "intial": "initial", "transfered": "transferred", "mesage": "message", "sucess": "success",
    "existant": "existent", "unkown": "unknown", "simulater": "simulator", "calender": "calendar",
    # One spelling of the words of the house; cancelled() is Asio's.
    r"cancelled(?!\()": "canceled", "cancelling": "canceling", "behavior": "behaviour",
}
OWN = "tests/structure/checks/spelling.py"
# Simulated servers say what true ones say, letter by letter; tests expect it.
QUOTING = ("lib/sim/agent/", "tests/unit/sim_agent/")


def check(tree, build):
    pattern = re.compile("|".join(WRONG), re.IGNORECASE)
    complaints = []
    for path in tree.files:
        if path in (OWN, "LICENSE") or path.startswith(QUOTING):
            continue
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            found = pattern.search(line)
            if found:
                right = next(r for w, r in WRONG.items() if re.match(w, found.group() + " ", re.IGNORECASE))
                complaints.append(f"{path}:{number}: '{found.group()}' is spelt '{right}'")
    return complaints


GOOD = {"a.cpp": "// received, separated, canceled, cancellation, state.cancelled()\n"}
BAD = {word: {"a.cpp": "int " + word.split("(")[0] + "_count;\n"} for word in WRONG}
