"""A site as deploy/ has it: its units' commands, its variables and its nginx, in another place.

What is said otherwise here is only what has to be: paths, ports, the certificate and the services.
No systemd runs where tests do; what a unit says besides the command is not tried.
"""

import configparser
import os
import re
import shlex
import shutil
import signal
import ssl
import subprocess
import urllib.request
from contextlib import suppress
from pathlib import Path

from tests.patience import eventually
from tests.ports import free_port
from tests.tree import ROOT

DEPLOY = ROOT / "deploy"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
UNITS = ("web", "live", "flags", "worker", "beat")
PARTS = ("board", "config", "deploy", "flow", "local", "templates")


def variables() -> dict[str, str]:
    """What the sample says, line by line as systemd reads it."""
    lines = (DEPLOY / "sluice.env").read_text().splitlines()
    said = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value.strip('"') for name, _, value in said}


def command(unit: str) -> list[str]:
    """The command of a unit."""
    read = configparser.RawConfigParser(strict=False)
    read.optionxform = str
    read.read(DEPLOY / "systemd" / f"sluice-{unit}.service")
    return shlex.split(read["Service"]["ExecStart"])


class Site:
    """Sluice behind nginx, below one folder."""

    def __init__(self, folder: Path, database: str, broker: str, cache: str) -> None:
        self.root, self.mail = folder / "sluice", folder / "mail"
        self.ports = {name: free_port() for name in ("80", "443", "8000", "8001", "8002")}
        self.url = f"https://localhost:{self.ports['443']}"
        self._services = {"DATABASE_URL": database, "BROKER_URL": broker, "CACHE_URL": cache}
        self._running: list[subprocess.Popen] = []
        self.root.mkdir(parents=True)
        self.mail.mkdir()
        for part in PARTS:
            shutil.copytree(ROOT / part, self.root / part)
        shutil.copy(ROOT / "manage.py", self.root)
        (self.root / "node_modules").symlink_to((ROOT / "node_modules").resolve())
        (self.root / ".venv").symlink_to((ROOT / ".venv").resolve())
        self._env = folder / "sluice.env"
        self._env.write_text("".join(f'{name}="{value}"\n' for name, value in self._said().items()))
        self._conf = folder / "nginx.conf"
        self._conf.write_text(self._nginx(folder))

    def manage(self, *words: str, **more: str) -> str:
        """A command by deploy/manage."""
        environ = {"PATH": os.environ["PATH"], "SLUICE_ENV": str(self._env)} | more
        ended = subprocess.run(
            [self.root / "deploy" / "manage", *words],
            env=environ,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr[-3000:]
        return ended.stdout

    def start(self) -> None:
        for unit in UNITS:
            words = [self._here(word) for word in command(unit)]
            self._run(words, {"PATH": os.environ["PATH"]} | self._said(), f"{unit}.log")
        self._run([str(NGINX), "-c", str(self._conf)], dict(os.environ), "nginx-output.log")
        alive = ("/healthz", "/live/healthz", "/flags/healthz")
        eventually(lambda: all(self.get(path) == 200 for path in alive), 180)

    def stop(self) -> None:
        for process in reversed(self._running):
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        for process in self._running:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(20)

    def get(self, path: str) -> int | None:
        """The status of an address behind nginx; None when there is no answer."""
        try:
            with urllib.request.urlopen(
                self.url + path, context=_any_certificate(), timeout=10
            ) as got:
                return got.status
        except urllib.error.HTTPError as answer:
            return answer.code
        except OSError:
            return None

    def letters(self) -> str:
        """All mail that has gone out."""
        return "\n".join(file.read_text(errors="replace") for file in self.mail.glob("*"))

    def logs(self) -> str:
        return "\n".join(
            f"{file.name}: {file.read_text(errors='replace')}"
            for file in self.root.parent.glob("*.log")
        )

    def _said(self) -> dict[str, str]:
        return (
            variables()
            | self._services
            | {
                "SECRET_KEY": "signs-nothing-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
                "ALLOWED_HOSTS": "localhost",
                "SITE_URL": self.url,
                "EMAIL_URL": f"filemail:///{self.mail}",
            }
        )

    def _here(self, text: str) -> str:
        text = text.replace("/opt/sluice", str(self.root))
        return re.sub(r"\b(8000|8001|8002)\b", lambda port: str(self.ports[port[0]]), text)

    def _nginx(self, folder: Path) -> str:
        _certify(folder)
        site = self._here((DEPLOY / "nginx.conf").read_text())
        site = re.sub(r"listen \[::\]:.*\n", "", site)
        site = re.sub(r"listen (80|443)\b", lambda port: f"listen {self.ports[port[1]]}", site)
        site = re.sub(r"/etc/letsencrypt/live/[^/]+", str(folder), site)
        site = site.replace("sluice.example.org", "localhost")
        site = site.replace("/var/log/nginx/sluice.log", str(folder / "nginx.log"))
        places = "".join(
            f"{kind}_temp_path {folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        return (
            f"daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx-main.log;\n"
            f"events {{}}\nhttp {{\n{places}access_log {folder}/access.log;\n{site}}}\n"
        )

    def _run(self, words: list[str], environ: dict[str, str], log: str) -> None:
        with (self.root.parent / log).open("w") as output:
            self._running.append(
                subprocess.Popen(
                    words,
                    cwd=self.root,
                    env=environ,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )


def _certify(folder: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"),
        ],
        check=True,
        capture_output=True,
    )


def _any_certificate() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
