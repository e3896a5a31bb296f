"""The embedded PostgreSQL and Valkey that a machine without servers of its own runs on.

`Servers` starts what is not running yet and stops what it started once the last user has left; `DATABASE_URL` and
`REDIS_URL` in the environment mean that real servers are there and nothing is started for them.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psutil
import psycopg2

from aeo_portal.seal import development_variables

from . import postgres, valkey
from .account import binary, run_as_service_user
from .place import APP, CLONE, Place, ServersFailed, own_secrets, running_servers, write_private

__all__ = [
    "APP",
    "CLONE",
    "Place",
    "Servers",
    "ServersFailed",
    "environment",
    "stop_all",
    "superuser_connection",
    "write_private",
]


def environment(place: Place) -> dict[str, str]:
    """The secrets that a development machine makes for itself, as environment variables."""
    keys = own_secrets(place)
    seal = {} if _given("SIGNING_KEY") else development_variables(place.state)
    return {"SECRET_KEY": keys["django"], "AEO_DATA_DIR": str(place.state), **seal}


@dataclass
class Servers:
    """A lease on the servers of one place. Several processes may hold one; the last to leave stops them."""

    place: Place
    own: bool = False  # whether to disregard addresses in the environment, as the suite does
    _lease: IO[str] | None = None

    def start(self) -> dict[str, str]:
        """Start what is missing, take a lease and return the variables that point to the servers."""
        self.place.state.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _mutex(self.place):
            variables = environment(self.place)
            self._lease = _open_lock(self.place.state / "servers.users")
            fcntl.flock(self._lease, fcntl.LOCK_SH)
            running = running_servers(self.place)
            if self.own or not _given("DATABASE_URL"):
                running["postgres"] = running.get("postgres") or postgres.start(self.place)
                variables |= postgres.variables_of(self.place, running["postgres"])
            if self.own or not (_given("BROKER_URL") or _given("REDIS_URL")):
                running["valkey"] = running.get("valkey") or valkey.start(self.place)
                variables["REDIS_URL"] = running["valkey"]["url"]
            write_private(self.place.run_file, json.dumps(running, indent=2))
        return variables

    def stop(self) -> None:
        """Give the lease back, and stop Valkey, then PostgreSQL, when nobody else holds one."""
        if self._lease is None:
            return
        with _mutex(self.place):
            fcntl.flock(self._lease, fcntl.LOCK_UN)
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(self._lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop_all(self.place)
            self._lease.close()
            self._lease = None


def stop_all(place: Place) -> None:
    """Stop both servers whoever uses them: Valkey first, because PostgreSQL holds what must not be lost."""
    running = running_servers(place)
    if "valkey" in running:
        process = psutil.Process(running["valkey"]["pid"])
        process.terminate()
        process.wait(timeout=20)
    if "postgres" in running:
        data = Path(running["postgres"]["data"])
        run_as_service_user([binary(place, "pg_ctl"), "stop", "-D", data, "-m", "fast", "-w", "-s"], cwd=data.parent)
    place.run_file.unlink(missing_ok=True)


def superuser_connection(place: Place) -> Any:
    """A connection as `postgres`, for creating roles and databases. Never handed to Django."""
    running = running_servers(place)["postgres"]
    return psycopg2.connect(
        host=running["socket"], dbname="postgres", user="postgres", password=own_secrets(place)["postgres"]
    )


def _given(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def _open_lock(path: Path) -> IO[str]:
    return path.open("a", encoding="utf-8")


@contextlib.contextmanager
def _mutex(place: Place) -> Iterator[None]:
    """One process at a time starts or stops; also the first to write the secrets."""
    with _open_lock(place.state / "servers.lock") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
