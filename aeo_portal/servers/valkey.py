"""The embedded Valkey, Celery’s broker."""

from __future__ import annotations

import contextlib
import socket
import time
from typing import Any
from urllib.parse import quote

from .account import binary, give_to_service_user, home_of, run_as_service_user
from .place import Place, ServersFailed, own_secrets, started_at, write_private


def start(place: Place) -> dict[str, Any]:
    """Start Valkey on a free port. Raises ServersFailed."""
    home = home_of(place)
    directory = home / "valkey"
    directory.mkdir(exist_ok=True, mode=0o700)
    password, port, pid_file = own_secrets(place)["valkey"], _free_port(), directory / "valkey.pid"
    pid_file.unlink(missing_ok=True)
    lines = ["bind 127.0.0.1", f"port {port}", f"requirepass {password}", "daemonize yes", f"pidfile {pid_file}"]
    lines += [f"dir {directory}", f"logfile {directory / 'valkey.log'}", "maxmemory-policy noeviction"]
    lines += ["appendonly yes" if place.durable else "appendonly no", 'save ""']
    configuration = directory / "valkey.conf"
    write_private(configuration, "\n".join(lines) + "\n")
    give_to_service_user(directory)
    give_to_service_user(configuration)
    run_as_service_user([binary(place, "valkey-server"), configuration], cwd=directory)
    for _ in range(200):
        with contextlib.suppress(OSError, ValueError):
            pid = int(pid_file.read_text())
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return {"pid": pid, "started": started_at(pid), "url": f"redis://:{quote(password)}@127.0.0.1:{port}/0"}
        time.sleep(0.05)
    raise ServersFailed(f"Valkey did not start. Its log: {directory / 'valkey.log'}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
