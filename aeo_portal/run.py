"""Runs the portal for ./start: servers, schema, data, then web, worker and beat until Ctrl-C.

What it started it stops in the opposite order: beat, worker, web, Valkey, PostgreSQL.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Any

import psutil

from aeo_portal.servers import CLONE, Place, Servers, ServersFailed, write_private

READY_SECONDS = 120
STOP_SECONDS = 30
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Refused(Exception):
    """The portal cannot start; the text says what to do."""


class StopAsked(BaseException):
    """SIGINT or SIGTERM arrived."""


class Progress:
    """Lines with the seconds since ./start was called."""

    def __init__(self, elapsed: int) -> None:
        self.began = time.monotonic() - elapsed

    def say(self, text: str) -> None:
        seconds = round(time.monotonic() - self.began)
        sys.stderr.write(f"[{seconds:3d}s] {text}\n")


class Processes:
    """Web, worker and beat: each in a session of its own, its output in a log, its pid in `run.json`."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.logs = place.state / "logs"
        self.logs.mkdir(exist_ok=True)
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *command: str) -> None:
        with (self.logs / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(  # noqa: S603 - our own command lines
                [str(Path(sys.executable).parent / command[0]), *command[1:]],
                cwd=CLONE,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        pid = self.running[name].pid
        note(self.place, {name: {"pid": pid, "started": psutil.Process(pid).create_time()}})

    def dead(self) -> str | None:
        return next((name for name, process in self.running.items() if process.poll() is not None), None)

    def last_words(self, name: str) -> str:
        lines = (self.logs / f"{name}.log").read_text(errors="replace").splitlines()
        return "\n".join([*lines[-15:], f"The whole log: {self.logs / name}.log"])

    def stop(self) -> None:
        for name in reversed(list(self.running)):
            process = self.running.pop(name)
            process.terminate()
            try:
                process.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def main() -> int:
    """Start everything, say where it is, wait for a signal, stop everything."""
    options = read_options()
    os.environ["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE", "aeo_portal.settings.dev")
    os.environ["PUBLIC_URL"] = f"http://localhost:{options.port}"
    os.environ["ECONOMY"] = options.economy
    if options.data:
        os.environ["AEO_DATA_DIR"] = str(Path(options.data).resolve())
    place, progress = Place.of_clone(), Progress(options.elapsed)
    place.state.mkdir(parents=True, exist_ok=True, mode=0o700)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask_to_stop)
    try:
        with only_one(place):
            return serve(place, progress, options)
    except (Refused, ServersFailed) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def read_options() -> argparse.Namespace:
    """The options of ./start."""
    parser = argparse.ArgumentParser(prog="./start")
    parser.add_argument("--empty", action="store_true")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data")
    parser.add_argument("--economy", default=os.environ.get("ECONOMY", "XA"))
    parser.add_argument("--elapsed", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


def ask_to_stop(number: int, frame: FrameType | None) -> None:
    """The first signal stops in order; later ones are ignored so that nothing is left half stopped."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    raise StopAsked


@contextlib.contextmanager
def only_one(place: Place) -> Any:
    """Refuse a second ./start on the same data."""
    with (place.state / "start.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(f"The portal already runs on {place.state}. Stop it first, or use --data DIR.") from None
        yield


def serve(place: Place, progress: Progress, options: argparse.Namespace) -> int:
    """The life of the portal between the lock and its end."""
    end_orphans(place)
    refuse_taken_port(options.port)
    lease, processes = Servers(place), Processes(place)
    try:
        progress.say("Starting PostgreSQL and Valkey")
        os.environ.update(lease.start())
        progress.say("Bringing the database up to date")
        provision(place, "owner")
        progress.say("Loading the reference data" + ("" if options.empty else " and the demonstration"))
        provision(place, "app", *(["--empty"] if options.empty else []))
        progress.say("Starting the web server, the worker and beat")
        start_processes(processes, options.port)
        wait_until_ready(processes, options.port)
        progress.say("Ready")
        introduce(place, options)
        watch(processes)
    except StopAsked:
        progress.say("Stopping")
    finally:
        processes.stop()
        lease.stop()
    progress.say("Stopped")
    return 0


def provision(place: Place, *arguments: str) -> None:
    """Run one step of `aeo_portal.provision`; a signal reaches it through us, not through the terminal."""
    command = [sys.executable, "-m", "aeo_portal.provision", *arguments]
    child = subprocess.Popen(  # noqa: S603 - our own command line
        command, cwd=CLONE, stdin=subprocess.DEVNULL, stdout=sys.stderr, start_new_session=True
    )
    try:
        if child.wait() != 0:
            raise Refused("The database could not be prepared: see above.")
    except StopAsked:
        child.terminate()
        child.wait()
        raise


def start_processes(processes: Processes, port: int) -> None:
    """Web, worker, beat: stopped in the opposite order."""
    metrics = processes.place.state / "metrics"
    metrics.mkdir(exist_ok=True)
    for old in metrics.glob("*.db"):
        old.unlink()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(metrics)
    web = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    web += ["--workers", str(CORES), "--blocking-threads", "2", "--workers-kill-timeout", "10"]
    processes.start("web", *web, "aeo_portal.wsgi:application")
    celery = ("celery", "--app", "aeo_portal", "--quiet")
    quiet = ("--without-gossip", "--without-mingle")
    processes.start("worker", *celery, "worker", "--concurrency", str(CORES), "--loglevel", "INFO", *quiet)
    pid_file = processes.place.state / "beat.pid"
    pid_file.unlink(missing_ok=True)
    processes.start("beat", *celery, "beat", "--loglevel", "INFO", "--pidfile", str(pid_file))


def wait_until_ready(processes: Processes, port: int) -> None:
    """Until `/readyz` is 200; a process that ends meanwhile is named with its last words."""
    answer: Any = "no answer yet"
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if name := processes.dead():
            raise Refused(f"The {name} process ended:\n{processes.last_words(name)}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except urllib.error.HTTPError as error:
            answer = error.read().decode(errors="replace")
        except OSError:
            pass
        time.sleep(0.25)
    raise Refused(f"The portal was not ready after {READY_SECONDS} seconds: {answer}")


def introduce(place: Place, options: argparse.Namespace) -> None:
    """Print the address and, in a demonstration, who can log in."""
    out = sys.stdout
    out.write(f"\nReady: http://localhost:{options.port}\n")
    logins = place.state / "demo-logins.json"
    if not options.empty and logins.exists():
        out.write(f"\nLog-ins of the demonstration ({logins}):\n\n")
        for row in json.loads(logins.read_text()):
            name = row.get("username") or row.get("client_id") or ""
            word = row.get("password") or row.get("client_secret") or ""
            code = "code: manage.py demo_code " + row["role"] if row.get("totp_secret") else ""
            out.write(f"  {row['role']:<24} {name:<44} {word:<26} {code}".rstrip() + "\n")
    out.write("\nStop with Ctrl-C.\n")
    out.flush()


def watch(processes: Processes) -> None:
    """Until a signal comes; a process that ends by itself ends the portal."""
    while True:
        if name := processes.dead():
            raise Refused(f"The {name} process ended:\n{processes.last_words(name)}")
        time.sleep(0.5)


def refuse_taken_port(port: int) -> None:
    """Name the port rather than fail in the web server's log."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Refused(f"Port {port} is taken. Choose another: ./start --port {port + 1}") from None


def end_orphans(place: Place) -> None:
    """End web, worker and beat of a ./start that was killed: same number and same start time as noted."""
    for name, entry in noted(place).items():
        if name in ("beat", "worker", "web"):
            with contextlib.suppress(psutil.Error):
                process = psutil.Process(entry["pid"])
                if abs(process.create_time() - entry["started"]) <= 1:
                    process.terminate()
                    process.wait(timeout=STOP_SECONDS)


def noted(place: Place) -> dict[str, Any]:
    """What `run.json` says."""
    with contextlib.suppress(OSError, ValueError):
        found: dict[str, Any] = json.loads(place.run_file.read_text())
        return found
    return {}


def note(place: Place, entries: Mapping[str, Any]) -> None:
    """Add to `run.json`."""
    write_private(place.run_file, json.dumps({**noted(place), **entries}, indent=2))


if __name__ == "__main__":
    sys.exit(main())
