"""A PostgreSQL server of the tests' own, on a free port of this machine, with a database for each library."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Self

import pg8000.native

_NOBODY = "postgres"  # the user that Debian's package makes: the server refuses to run as root


def programs() -> Path | None:
    """Return the folder of PostgreSQL's own programs, or None if it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    return Path(on_path).resolve().parent if on_path else None


class Cluster:
    """A server from when it is entered to when it is left."""

    def __init__(self, folder: Path) -> None:
        """Set up, with PostgreSQL's own programs."""
        self._programs = folder
        self._made = 0

    def __enter__(self) -> Self:
        """Make the cluster and start it."""
        self._folder = Path(tempfile.mkdtemp(prefix="quoth-postgresql-"))
        if os.geteuid() == 0:
            owner = pwd.getpwnam(_NOBODY)
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._run("initdb", "-D", f"{self._folder}/data", "-A", "trust", "-U", "quoth", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the server and take everything away."""
        self.stop()
        shutil.rmtree(self._folder)

    def start(self) -> None:
        """Start the server."""
        options = f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "-D", f"{self._folder}/data", "-o", options, "-l", f"{self._folder}/log", "-w", "start")

    def stop(self) -> None:
        """Stop the server, whoever is connected."""
        self._run("pg_ctl", "-D", f"{self._folder}/data", "-m", "fast", "-w", "stop")

    def new_url(self) -> str:
        """Make an empty database and return its address."""
        self._made += 1
        with pg8000.native.Connection("quoth", host="127.0.0.1", port=self.port, database="postgres") as connection:
            connection.run(f"CREATE DATABASE library_{self._made}")
        return f"postgresql+pg8000://quoth@127.0.0.1:{self.port}/library_{self._made}"

    def _run(self, name: str, *arguments: str) -> None:
        # By its own user if we are root; with nothing of ours in its surroundings.
        owner = _NOBODY if os.geteuid() == 0 else None
        ran = subprocess.run(
            [str(self._programs / name), *arguments], user=owner, group=owner, extra_groups=[] if owner else None, env={"PATH": os.defpath},
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/", check=False, timeout=120,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr.decode()
