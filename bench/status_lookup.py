"""Measures one status look-up beside a bare Django view, bare WSGI with the driver, and stock DRF, and prints JSON.

Each server is granian with two workers of two threads on the loopback; rounds alternate between them, so that what else
the machine does falls on all alike. Run from the top folder: `python -m bench.status_lookup`. Takes about a minute.
"""

import json
import multiprocessing
import os
import selectors
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aeo_portal.settings.test")

import django

django.setup()

import psutil
import psycopg2
from oauth2_provider.models import get_access_token_model

from aeo_portal.servers import Place
from aeo_portal.servers.place import own_secrets
from foundation.audit.services import System
from foundation.identity.services import register_api_client
from lifecycle import selectors as look_up
from tests.support import database

KEYS, ROUNDS, SECONDS, CLIENTS, CONNECTIONS = 20_000, 4, 3.0, 2, 8
TOKEN = "a-token-of-the-benchmark"
ENDS = (b"}", b"0\r\n\r\n")  # of a body with its length, and of a chunked one
NOW = datetime(2026, 9, 28, 8, 0, tzinfo=UTC)


@dataclass
class Server:
    """One thing measured: what granian runs, under which settings, at which address."""

    name: str
    target: str
    settings: str
    path: str
    port: int = 0
    rates: list[float] = field(default_factory=list)
    server_us: list[float] = field(default_factory=list)
    p99_ms: list[float] = field(default_factory=list)


SERVERS = (
    Server("ours", "aeo_portal.wsgi:application", "aeo_portal.settings.dev", "/api/v1/operators/{tin}/status"),
    Server("bare_wsgi", "bench.status_wsgi:application", "", "/{tin}"),
    Server("bare_django", "bench.status_peers:application", "bench.status_settings", "/bare/{tin}"),
    Server("stock_drf", "bench.status_peers:application", "bench.status_settings", "/stock/{tin}"),
)


def tin(number: int) -> str:
    return f"XA{number:07}"


# --- the ground -------------------------------------------------------------------------------------------------------


@contextmanager
def ground() -> Iterator[dict[str, str]]:
    """A database of our own with the rows of the projection and one token; gives the environment of the servers."""
    with ExitStack() as stack:
        variables = stack.enter_context(database.servers())
        name = stack.enter_context(database.fresh_database(variables, "bench"))
        _rows(name)
        client, _secret = register_api_client(
            client_id="bench", name="Bench", scopes=["status:read"], actor=System("bench"), now=NOW
        )
        get_access_token_model().objects.create(
            application=client.application,
            token=TOKEN,
            scope="status:read",
            expires=datetime.now(UTC) + timedelta(days=1),
        )
        address = urlsplit(variables["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        yield {**os.environ, **variables, "DATABASE_URL": address, "PYTHONPATH": str(Path.cwd()), "LOG_LEVEL": "INFO"}


def _rows(name: str) -> None:
    """The rows alone: without the operators behind them, which no look-up reads."""
    place = Place.of_tests()
    running = json.loads(place.run_file.read_text())["postgres"]
    connection = psycopg2.connect(
        host=running["socket"], dbname=name, user="postgres", password=own_secrets(place)["postgres"]
    )
    connection.autocommit = True
    doc = look_up.encoded(_doc())
    with connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "INSERT INTO lifecycle_statusprojection (tin, operator_id, doc, written_at)"
            " SELECT 'XA' || lpad(n::text, 7, '0'), n, replace(%s, 'XA0000000', 'XA' || lpad(n::text, 7, '0')), now()"
            " FROM generate_series(0, %s) n",
            [doc, KEYS - 1],
        )
        cursor.execute("ANALYZE lifecycle_statusprojection")
    connection.close()


def _doc() -> dict[str, Any]:
    kinds = [
        {
            "kind": kind,
            "status": "active",
            "effective_from": "2026-07-04",
            "valid_until": None,
            "operator_types": ["carrier"],
        }
        for kind in ("security", "simplification")
    ]
    benefits = [
        "low_documents",
        "low_inspection",
        "rapid_release",
        "deferred_payment",
        "own_premises",
        "account_manager",
    ]
    return look_up.nothing(tin(0)) | {
        "name": "Brenna Pass Carriers Ltd", "status": "active", "kinds": kinds, "facilitation": "full", "benefits": benefits,
    }  # fmt: skip


@contextmanager
def running(server: Server, environment: dict[str, str]) -> Iterator[psutil.Process]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        server.port = probe.getsockname()[1]
    given = environment | ({"DJANGO_SETTINGS_MODULE": server.settings} if server.settings else {})
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(server.port),
    ]
    command += ["--no-ws", "--workers", "2", "--blocking-threads", "2", "--log-level", "error", server.target]
    process = subprocess.Popen(command, env=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(server)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(20)


def _wait(server: Server) -> None:
    """Until it answers 200 with the row asked for: what is measured is right before it is fast."""
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
                line.sendall(request(server, 7))
                answer = line.recv(65536)
                while tin(7).encode() not in answer and (more := line.recv(65536)):
                    answer += more
        except OSError:
            time.sleep(0.2)
            continue
        if answer.startswith(b"HTTP/1.1 200") and tin(7).encode() in answer:
            return
        raise SystemExit(f"{server.name} answers {answer[:300]!r}")
    raise SystemExit(f"{server.name} does not answer.")


def request(server: Server, number: int) -> bytes:
    path = server.path.format(tin=tin(number))
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TOKEN}\r\n\r\n".encode()


# --- the load ---------------------------------------------------------------------------------------------------------


def load(server: Server, environment: dict[str, str]) -> tuple[float, float, int]:
    """One round: (answers a second, p99 in ms, answers)."""
    if shutil.which("wrk"):
        return _wrk(server)
    gate = multiprocessing.get_context("fork")
    with gate.Pool(CLIENTS) as pool:
        parts = pool.starmap(_client, [(server, part) for part in range(CLIENTS)])
    times = sorted(one for part in parts for one in part)
    return len(times) / SECONDS, times[int(len(times) * 0.99)] * 1000, len(times)


def _client(server: Server, part: int) -> list[float]:
    """Some connections of one process, each asking again as soon as it is answered."""
    waiting, number, times = selectors.DefaultSelector(), part, []
    lines = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(CONNECTIONS)]
    sent: dict[socket.socket, float] = {}
    rest: dict[socket.socket, bytes] = {}
    for line in lines:
        waiting.register(line, selectors.EVENT_READ)
        sent[line] = time.perf_counter()
        line.sendall(request(server, number := (number + 7919) % KEYS))
    until = time.perf_counter() + SECONDS
    while (now := time.perf_counter()) < until:
        for key, _mask in waiting.select(0.5):
            line: Any = key.fileobj
            answer = rest.pop(line, b"") + line.recv(65536)
            if not answer.startswith(b"HTTP/1.1 200"):
                raise SystemExit(f"{server.name}: {answer[:200]!r}")
            if not answer.endswith(ENDS):
                rest[line] = answer
                continue
            now = time.perf_counter()
            times.append(now - sent[line])
            sent[line] = now
            line.sendall(request(server, number := (number + 7919) % KEYS))
    for line in lines:
        line.close()
    return times


def _wrk(server: Server) -> tuple[float, float, int]:
    address = f"http://127.0.0.1:{server.port}{server.path.format(tin=tin(4711))}"
    command = ["wrk", "-t1", "-c16", f"-d{int(SECONDS)}s", "--latency", "-H", f"Authorization: Bearer {TOKEN}", address]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rate = float(text.split("Requests/sec:")[1].split()[0])
    late = text.split("99%")[1].split()[0]
    return rate, float(late[:-2]) / (1000 if late.endswith("us") else 1), round(rate * SECONDS)


def cpu_seconds(process: psutil.Process) -> float:
    everyone = [process, *process.children(recursive=True)]
    return sum(sum(one.cpu_times()[:2]) for one in everyone)


def main() -> None:
    with ground() as environment, ExitStack() as stack:
        processes = {server.name: stack.enter_context(running(server, environment)) for server in SERVERS}
        for turn in range(ROUNDS + 1):
            for server in SERVERS:
                before = cpu_seconds(processes[server.name])
                rate, p99, answers = load(server, environment)
                used = cpu_seconds(processes[server.name]) - before
                if turn:  # the first round warms
                    server.rates.append(rate)
                    server.p99_ms.append(p99)
                    server.server_us.append(used / answers * 1e6)
    ours = SERVERS[0]
    found = {
        server.name: {
            "per_second": round(median(server.rates)),
            "p99_ms": round(median(server.p99_ms), 1),
            "server_us": round(median(server.server_us)),
        }
        for server in SERVERS
    }
    ratios = {
        f"ours / {server.name}": {
            "rate": round(median(a / b for a, b in zip(ours.rates, server.rates, strict=True)), 2),
            "server_cpu": round(median(b / a for a, b in zip(ours.server_us, server.server_us, strict=True)), 2),
        }
        for server in SERVERS[1:]
    }
    load_by = "wrk -t1 -c16" if shutil.which("wrk") else f"{CLIENTS} Python processes of {CONNECTIONS} connections"
    print(json.dumps({"keys": KEYS, "rounds": ROUNDS, "load": load_by, "found": found, "ratios": ratios}, indent=2))


if __name__ == "__main__":
    main()
