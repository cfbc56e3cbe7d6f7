#!/usr/bin/env python3
"""Black-box tests of what the command keeps to itself and warns of: safety_test.py BINARY [CLASS]."""
import base64
import contextlib
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

import command_test as command

SECRET = "Zq9.hidden+Xy/7"
WRONG = "Vw3.mistaken+Uz/5"

PLAN = """
[package]
name = "night"
[[server]]
name = "s"
host = "localhost"
{server}
[[task]]
name = "load"
job = "load"
simulate = {{ duration = "{duration}" }}
"""


def forms(secret):
    """The ways in which a password may lie somewhere, readable to whoever knows them."""
    for text in (secret.encode(), secret.encode("utf-16-le"), secret.encode("utf-16-be")):
        yield text
        yield text.hex().encode()
        for shift in range(3):  # where it begins inside a longer text
            yield base64.b64encode(b"\0" * shift + text)[4 if shift else 0:-4]
    yield urllib.parse.quote(secret, safe="").encode()
    # As TDS hides it in a login record (MS-TDS 2.2.6.4).
    yield bytes(((b << 4 | b >> 4) & 0xFF) ^ 0xA5 for b in secret.encode("utf-16-le"))


def environment(password, **more):
    return {**os.environ, "P": password, **more}


class folder_test(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def written(self, name, text, mode=0o600):
        path = self.folder / name
        path.write_text(text)
        path.chmod(mode)
        return path

    def plan(self, server, duration="10s", name="plan.toml"):
        return self.written(name, PLAN.format(server=server, duration=duration))

    @contextlib.contextmanager
    def served(self, encryption="require", duration="10s"):
        """A simulated server that knows the secret; gives the lines of a plan's server for it."""
        plan = self.plan(f'user = "u"\npassword_env = "P"\nencryption = "{encryption}"', duration,
                         "served.toml")
        authority = self.folder / "ca.pem"
        with subprocess.Popen([command.BINARY, "sim", plan, "--speed=20", "--ca-file", authority],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              text=True, env=environment(SECRET)) as process:
            try:
                lines = []
                while not lines or not lines[-1].startswith("ready"):
                    lines.append(process.stdout.readline())
                    self.assertNotEqual(lines[-1], "")
                self.assert_holds_no_secret("".join(lines).encode())
                port = lines[1].split("\t")[1].split(":")[1]
                yield (f'port = {port}\nca_file = "{authority}"\nencryption = "{encryption}"\n')
            finally:
                process.terminate()

    def assert_holds_no_secret(self, data, where=""):
        for secret in (SECRET, WRONG):
            for form in forms(secret):
                self.assertNotIn(form, data, f"{where}: {secret} as {form}")

    def asked(self, *arguments, env):
        """Runs the command; what it says holds no secret."""
        answer = subprocess.run([command.BINARY, *map(str, arguments)], capture_output=True,
                                timeout=90, stdin=subprocess.DEVNULL, env=env)
        self.assert_holds_no_secret(answer.stdout + answer.stderr, arguments)
        return answer


class secrets(folder_test):
    def test_the_forms_find_a_password(self):
        for hidden in (SECRET.encode(), base64.b64encode(b"user:" + SECRET.encode() + b":end"),
                       base64.b64encode(b"u:" + SECRET.encode("utf-16-le") + b"z"),
                       SECRET.encode("utf-16-le").hex().encode()):
            with self.assertRaises(AssertionError):
                self.assert_holds_no_secret(b"before" + hidden + b"after")

    def test_no_command_says_the_password_of_a_good_login(self):
        file = self.written("password", SECRET + "\n")
        with self.served() as server:
            for source in ('password_env = "P"', f'password_file = "{file}"'):
                plan = self.plan(server + 'user = "u"\n' + source)
                for arguments in (["run", plan], ["run", plan, "--json"], ["check", plan],
                                  ["check", plan, "--json"]):
                    self.assertEqual(self.asked(*arguments, env=environment(SECRET)).returncode, 0,
                                     arguments)
        self.assert_journal_holds_no_secret()

    def test_no_command_says_the_password_of_a_login_that_fails(self):
        file = self.written("password", WRONG + "\n")
        readable = self.written("readable", WRONG + "\n", 0o644)
        long = self.written("long", WRONG * 20)
        with self.served() as server:
            failing = [
                server + 'user = "u"\npassword_env = "P"',
                server + f'user = "u"\npassword_file = "{file}"',
                server + f'user = "u"\npassword_file = "{readable}"',
                server + f'user = "u"\npassword_file = "{long}"',
                server + 'user = \'SHOP\\u\'\npassword_env = "P"',
                server.replace("localhost", "127.0.0.1") + 'user = "nobody"\npassword_env = "P"',
                server.replace("ca.pem", "password") + 'user = "u"\npassword_env = "P"',
                'ca_file = "system"\n' + server.split("ca_file")[0]
                + 'user = "u"\npassword_env = "P"',
                'port = 1\nuser = "u"\npassword_env = "P"',
                'port = 1\nauth = "kerberos"\npassword_env = "P"',
            ]
            for keys in failing:
                plan = self.plan(keys)
                commands = [["check", plan], ["check", plan, "--json"]]
                # A run tries again for some seconds.
                if keys is failing[0]:
                    commands += [["run", plan], ["run", plan, "--json"]]
                for arguments in commands:
                    answer = self.asked(*arguments, env=environment(WRONG, KRB5_CONFIG="/dev/null"))
                    self.assertNotEqual(answer.returncode, 0, keys)
                    self.assertNotEqual(answer.stdout + answer.stderr, b"")
        self.assert_journal_holds_no_secret()

    def assert_journal_holds_no_secret(self):
        files = list(pathlib.Path(command.STATE.name).rglob("journal.db*"))
        self.assertNotEqual(files, [])
        for each in files:
            self.assert_holds_no_secret(each.read_bytes(), each)

    def test_a_password_that_stands_in_the_plan_is_not_repeated(self):
        for wrong in (f'password = "{SECRET}"', f'user = "u"\npassword = "{SECRET}',
                      f'user = "u"\npassword_env = ["{SECRET}"]'):
            answer = self.asked("check", self.plan(wrong), env=environment("x"))
            self.assertEqual(answer.returncode, 5)

    def test_what_others_can_see_of_a_running_process_holds_no_password(self):
        with self.served(duration="10h") as server:
            plan = self.plan(server + 'user = "u"\npassword_env = "P"')
            with subprocess.Popen([command.BINARY, "run", plan, "--json"], text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                  env=environment(SECRET)) as process:
                try:
                    for line in process.stdout:
                        if json.loads(line)["event"] == "attempt_started":
                            break
                    proc = pathlib.Path(f"/proc/{process.pid}")
                    self.assert_holds_no_secret((proc / "cmdline").read_bytes(), "cmdline")
                    self.assertIn("memfd:ssislb-freetds", self.files_without_secret(proc))
                finally:
                    process.kill()

    def files_without_secret(self, proc):
        """Reads every file that the process has open; gives their names."""
        names = []
        for link in (proc / "fd").iterdir():
            name = os.readlink(link)
            names.append(name)
            if name.startswith(("/memfd:", str(self.folder))):
                self.assert_holds_no_secret(link.read_bytes(), name)
        return "\n".join(names)

    def test_even_the_log_that_freetds_writes_holds_no_password(self):
        for encryption in ("off", "require"):
            dump, settings = self.folder / "dump", self.folder / "settings"
            with self.served(encryption) as server:
                plan = self.plan(server + 'user = "u"\npassword_env = "P"')
                answer = self.asked("check", plan, env=environment(
                    SECRET, TDSDUMP=str(dump), TDSDUMPCONFIG=str(settings)))
                self.assertEqual(answer.returncode, 0, answer.stdout)
            self.assertIn(b"sp_help", dump.read_bytes() + dump.read_bytes().replace(b"\0", b""))
            self.assert_holds_no_secret(dump.read_bytes(), "TDSDUMP")
            self.assert_holds_no_secret(settings.read_bytes(), "TDSDUMPCONFIG")


class weaker_settings(folder_test):
    def warnings(self, command_name, keys):
        answer = self.asked(command_name, self.plan('user = "u"\npassword_env = "P"\n' + keys),
                            "--simulate=5000", env=environment(SECRET))
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return [l for l in answer.stderr.decode().splitlines() if l.startswith("warning: ")]

    def test_whatever_weakens_the_wire_is_warned_of_with_its_place(self):
        for name in ("run", "check"):
            self.assertEqual(self.warnings(name, ""), [])
            self.assertEqual(self.warnings(name, 'encryption = "require"'), [])
            for keys, words in (('encryption = "off"', "anybody on it can read the password"),
                                ('encryption = "request"', "only if the server offers it"),
                                ("verify_certificate = false", "certificate is not checked")):
                told = self.warnings(name, keys)
                self.assertEqual(len(told), 1, told)
                self.assertIn(words, told[0])
                self.assertIn("plan.toml:9:", told[0])

    def test_the_same_warning_is_a_line_of_json(self):
        plan = self.plan('user = "u"\npassword_env = "P"\nencryption = "request"')
        for name, key in (("run", "event"), ("check", "severity")):
            answer = self.asked(name, plan, "--simulate=5000", "--json", env=environment(SECRET))
            lines = [json.loads(line) for line in answer.stdout.splitlines()]
            told = [l["message"] for l in lines if l.get(key) == "warning"
                    and "plan.toml:9:" in l["message"]]
            self.assertEqual(len(told), 1, lines)
            self.assertEqual(f"warning: {told[0]}\n", answer.stderr.decode())


class surroundings(folder_test):
    LEAKS = ("TDSDUMP", "TDSDUMPCONFIG", "SSLKEYLOGFILE")

    def test_a_variable_that_lets_secrets_out_is_warned_of(self):
        plan = self.plan('user = "u"\npassword_env = "P"')
        for name in self.LEAKS:
            env = environment(SECRET, **{name: str(self.folder / "leak")})
            answer = self.asked("run", plan, "--simulate=5000", "--json", env=env)
            self.assertEqual(answer.returncode, 0)
            events = [json.loads(line) for line in answer.stdout.splitlines()]
            self.assertEqual([e["event"] for e in events[:2]], ["run_started", "warning"])
            self.assertIn(name, events[1]["message"])
            self.assertIn(f"warning: {events[1]['message']}", answer.stderr.decode())
            finding = self.asked("check", plan, "--simulate", "--json", env=env).stdout
            told = [json.loads(line) for line in finding.splitlines()]
            self.assertTrue(any(f.get("severity") == "warning" and name in f["message"]
                                for f in told), told)

    def test_a_variable_that_would_lead_elsewhere_or_take_encryption_away_is_refused(self):
        plan = self.plan('port = 1\nuser = "u"\npassword_env = "P"')
        for name, value in (("TDSHOST", "127.0.0.1"), ("TDSPORT", "1"), ("TDSVER", "7.0")):
            answer = self.asked("check", plan, env=environment(SECRET, **{name: value}))
            self.assertEqual(answer.returncode, 1)
            self.assertIn(f"the environment variable {name} ", answer.stdout.decode())

    def limited(self, soft, hard, *arguments):
        return subprocess.run(
            [command.BINARY, *map(str, arguments)], capture_output=True, text=True, timeout=90,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard)))

    def test_a_low_soft_limit_of_open_files_is_raised(self):
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        answer = self.limited(24, hard, "run", command.PLANS / "nightly.toml", "--simulate=5000")
        self.assertEqual((answer.returncode, answer.stderr), (0, ""))

    def test_a_hard_limit_that_is_too_low_is_told_with_its_remedy(self):
        for arguments in (["run", command.PLANS / "nightly.toml", "--simulate=5000"],
                          ["check", command.PLANS / "nightly.toml", "--simulate"]):
            answer = self.limited(24, 24, *arguments)
            for words in ("hard limit 24", "ulimit -n", "LimitNOFILE="):
                self.assertIn(words, answer.stdout + answer.stderr)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
