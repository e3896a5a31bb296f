"""Databases for the suite: migrated once into a template by the owner, copied for each run, used as the application.

The template's name holds a digest of everything that shapes it, so an unchanged tree copies it in a moment. Each
connection logs in as the owner and at once becomes `aeo_app`: what the application may not do, a test may not do.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pgtrigger
import psutil
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.signals import connection_created
from django.test import TransactionTestCase
from psycopg2 import sql

from aeo_portal.servers import APP, CLONE, Place, Servers, superuser_connection
from aeo_portal.settings.parts.environment import database
from foundation.audit.management.commands.grant_privileges import append_only_tables, grant_privileges
from programme.models import Configuration

KEPT_TEMPLATES = 3
KEPT_SEEDED = 2
OUTSIDE = {"tests", "frontend", "node_modules", "bench", "__pycache__"}


@contextlib.contextmanager
def servers() -> Iterator[dict[str, str]]:
    """The suite's own servers, without durability; several runs share them."""
    lease = Servers(Place.of_tests(), own=True)
    try:
        yield lease.start()
    finally:
        lease.stop()


@contextlib.contextmanager
def fresh_database(variables: dict[str, str], worker: str) -> Iterator[str]:
    """A copy of the migrated template for this worker, with Django's connections pointed to it."""
    name = f"test_{os.getpid()}_{worker}"
    point_to(variables["MIGRATION_DATABASE_URL"], name)
    with _template_lock():
        template = _template(variables)
        with _postgres() as cursor:
            _drop_leftovers(cursor)
            _copy(cursor, template, name)
    point_to(variables["MIGRATION_DATABASE_URL"], name)
    connection_created.connect(become_the_application, dispatch_uid="become_the_application")
    try:
        yield name
    finally:
        connection_created.disconnect(dispatch_uid="become_the_application")
        connections.close_all()
        with _postgres() as cursor:
            _drop(cursor, name)


@contextlib.contextmanager
def seeded_database(variables: dict[str, str], name: str, seed: Callable[[], None]) -> Iterator[str]:
    """A copy of the database that `seed` filled once under this name, in place of the worker's own for a while."""
    url, before = variables["MIGRATION_DATABASE_URL"], connections.settings["default"]["NAME"]
    own = f"{before}_seeded"
    with _template_lock(), _postgres() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'seeded\\_%' ORDER BY oid DESC")
        present = [row[0] for row in cursor.fetchall()]
        if name not in present:
            for old in present[KEPT_SEEDED - 1 :]:
                _drop(cursor, old)
            _copy(cursor, _template(variables), "unfinished_seeded")
            point_to(url, "unfinished_seeded")
            seed()
            connections.close_all()
            cursor.execute(sql.SQL("ALTER DATABASE unfinished_seeded RENAME TO {}").format(sql.Identifier(name)))
        _copy(cursor, name, own)
    point_to(url, own)
    try:
        yield own
    finally:
        point_to(url, before)
        with _postgres() as cursor:
            _drop(cursor, own)


def point_to(url: str, name: str) -> None:
    """Make every connection that opens from now on, in any thread, use this address and database."""
    connections.close_all()
    given = database(url, {})
    settings = connections.settings["default"]
    settings.update({key: given[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}, NAME=name)


def become_the_application(connection: Any, **kwargs: Any) -> None:
    """Give up the owner's rights right after logging in."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APP}")


@contextlib.contextmanager
def as_owner() -> Iterator[None]:
    """Take the owner's rights back for a moment: for emptying tables, and for tests of the guards themselves."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {APP}")


def flush_as_owner(case: TransactionTestCase | type[TransactionTestCase]) -> None:
    """Empty the tables after a test that committed. The guards against TRUNCATE are ignored here and nowhere else."""
    guards = [
        f"{model._meta.label}:{trigger.name}"
        for model, trigger in pgtrigger.registered()
        if "TRUNCATE" in str(trigger.operation).upper()
    ]
    with as_owner(), pgtrigger.ignore(*guards) if guards else contextlib.nullcontext():
        _django_teardown(case)
    cache.clear()


def empty_at_first(case: type[TransactionTestCase]) -> None:
    """The first of these tests finds the reference data that the worker's database begins with, and takes it away."""
    if Configuration.objects.exists():
        flush_as_owner(case)
    _django_setup(case)


_django_setup = TransactionTestCase._fixture_setup.__func__  # type: ignore[attr-defined]
_django_teardown = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


def _template(variables: dict[str, str]) -> str:
    """The name of a database with every migration applied, made now if it is not there yet."""
    name = f"template_{_digest()}"
    with _postgres() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%' ORDER BY oid DESC")
        present = [row[0] for row in cursor.fetchall()]
        if name in present:
            return name
        for old in present[KEPT_TEMPLATES - 1 :]:
            _drop(cursor, old)
    _build_template(variables, name)
    return name


def _build_template(variables: dict[str, str], name: str) -> None:
    unfinished = "unfinished_template"
    with _postgres() as cursor:
        _drop(cursor, unfinished)
        cursor.execute(f'CREATE DATABASE "{unfinished}" OWNER aeo_owner')
    point_to(variables["MIGRATION_DATABASE_URL"], unfinished)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    with connection.cursor() as cursor:
        grant_privileges(cursor)
    connections.close_all()
    with _postgres() as cursor:
        cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')


def _digest() -> str:
    """What a migrated database depends on: the migrations, the libraries' versions and the privileges."""
    shaping = ("requirements.txt", "grant_privileges.py")
    paths = [path for path in sources() if "migrations" in path.parts or path.name in shaping]
    return digest_of(repr(sorted(append_only_tables())), paths)


@functools.cache
def sources() -> list[Path]:
    """The files of the product, by their place in the clone; tests, libraries and what is built are not among them."""
    found = []
    for folder, folders, names in os.walk(CLONE):
        folders[:] = [name for name in folders if name not in OUTSIDE and not name.startswith(".")]
        found += [(Path(folder) / name).relative_to(CLONE) for name in names]
    return sorted(found)


def digest_of(ground: str, paths: list[Path]) -> str:
    """A short name for a ground and the contents of some files."""
    digest = hashlib.sha256(ground.encode())
    for path in paths:
        digest.update(str(path).encode())
        digest.update((CLONE / path).read_bytes())
    return digest.hexdigest()[:16]


def _copy(cursor: Any, template: str, name: str) -> None:
    _drop(cursor, name)
    statement = "CREATE DATABASE {} TEMPLATE {} OWNER aeo_owner STRATEGY file_copy"
    cursor.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(template)))


def _drop(cursor: Any, name: str) -> None:
    cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _drop_leftovers(cursor: Any) -> None:
    """Databases of runs that were killed: the process in the name is gone."""
    cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'")
    for (name,) in cursor.fetchall():
        if not psutil.pid_exists(int(name.split("_")[1])):
            _drop(cursor, name)


@contextlib.contextmanager
def _postgres() -> Iterator[Any]:
    administration = superuser_connection(Place.of_tests())
    administration.autocommit = True
    try:
        with administration.cursor() as cursor:
            yield cursor
    finally:
        administration.close()


@contextlib.contextmanager
def _template_lock() -> Iterator[None]:
    with (Place.of_tests().state / "template.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
