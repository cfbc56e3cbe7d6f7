"""The tree works on any machine: it names no folder of one, and no host that packages come from."""

import re

# Put together here, so that this file does not complain about itself.
FOLDERS = ["work", "root", "home", "farm"]
HOSTS = ["registry.npmjs" + ".org", "pypi" + ".org", "pythonhosted" + ".org", "deb.debian" + ".org",
         "crates" + ".io", "proxy.golang" + ".org", "repo1.maven" + ".org", "rubygems" + ".org"]
PATTERN = re.compile(
    rf"(?<![\w.<$}}\"])/(?:{'|'.join(FOLDERS)})(?:/|\b)(?![\w.-]*>)"
    rf"|\"/(?:{'|'.join(FOLDERS)})(?:/|\")"
    rf"|{'|'.join(re.escape(host) for host in HOSTS)}"
    r"|https?://[\w.-]*(?:registry|mirror|artifactory|nexus|proxy)[\w.-]*")


def check(tree, build):
    complaints = []
    for path in tree.files:
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            found = PATTERN.search(line)
            if found:
                complaints.append(f"{path}:{number}: '{found.group()}' exists on one machine only")
    return complaints


GOOD = {"a.sh": "cd \"${work}/moved\" # </root> and lib/work/x, $HOME/x, /workers\n"}
BAD = {folder: {"a.sh": f"cd /{folder}/x\n"} for folder in FOLDERS} | {
    "quoted folder": {"a.py": f'open("/{FOLDERS[1]}/x")\n'},
    "bare folder": {"a.md": f"in /{FOLDERS[0]} it is\n"},
    "mirror": {"a.json": "https" + "://npm-mirror.example.com/x\n"},
} | {host: {"a.json": f'"https://{host}/x"\n'} for host in HOSTS}
