"""The embedded PostgreSQL: its cluster, its configuration, its roles and its database."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg2
from psycopg2 import sql

from .account import binary, give_to_service_user, home_of, run_as_service_user, socket_dir_of
from .place import APP, OWNER, Place, ServersFailed, alive, own_secrets, started_at, write_private

DATABASE = "aeo"
EXTENSIONS = ("btree_gist", "citext", "pg_trgm", "unaccent")


def start(place: Place) -> dict[str, Any]:
    """Start the cluster, made now if it is not there yet. Raises ServersFailed."""
    home = home_of(place)
    data, socket_dir = home / "postgresql", socket_dir_of(place, home)
    if not (data / "PG_VERSION").exists():
        _create_cluster(place, data)
    _remove_stale_pid_file(data / "postmaster.pid")
    _write_configuration(place, data, socket_dir)
    log = home / "postgresql.log"
    try:
        run_as_service_user([binary(place, "pg_ctl"), "start", "-D", data, "-l", log, "-w", "-s", "-t", "60"], cwd=home)
    except subprocess.CalledProcessError as error:
        raise ServersFailed(f"PostgreSQL did not start. Its log: {log}") from error
    pid = int((data / "postmaster.pid").read_text().split()[0])
    entry = {"pid": pid, "started": started_at(pid), "data": str(data), "socket": str(socket_dir)}
    _create_roles(place, str(socket_dir))
    return entry


def _create_cluster(place: Place, data: Path) -> None:
    """`initdb` under a temporary name, so that a run cut off half way leaves no half cluster behind."""
    unfinished = data.with_name("postgresql.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    password_file = data.with_name("initdb.password")
    write_private(password_file, own_secrets(place)["postgres"])
    give_to_service_user(password_file)
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
        run_as_service_user([binary(place, "initdb"), *arguments], cwd=data.parent)
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
    give_to_service_user(path)


def _create_roles(place: Place, socket_dir: str) -> None:
    """The owner migrates, the application role reads and writes; neither is a superuser."""
    keys = own_secrets(place)
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


def variables_of(place: Place, running: Mapping[str, Any]) -> dict[str, str]:
    """The addresses of the running server for the application and for migrations."""
    keys, query = own_secrets(place), urlencode({"host": running["socket"]})
    urls = {role: f"postgresql://{role}:{quote(keys[role])}@/{DATABASE}?{query}" for role in (APP, OWNER)}
    return {"DATABASE_URL": urls[APP], "MIGRATION_DATABASE_URL": urls[OWNER]}


def _remove_stale_pid_file(path: Path) -> None:
    """After a crash another process may carry the number in `postmaster.pid`; PostgreSQL would refuse to start."""
    if not path.exists():
        return
    lines = path.read_text().splitlines()
    if len(lines) < 3 or not alive(int(lines[0]), float(lines[2]), tolerance=10):
        path.unlink()
