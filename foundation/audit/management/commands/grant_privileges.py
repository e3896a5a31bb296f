"""Gives the application's role exactly what it needs, table by table: the first lock on the record.

Every table may be read and added to; only a table that is not history, audit or ledger may be changed or emptied of
rows. A model says `append_only = True` as a class attribute; the event models of pghistory are meant without saying.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, models, transaction
from pghistory.models import Event
from psycopg2 import sql

APPLICATION_ROLE = "aeo_app"
# Tables of libraries that nothing of ours may rewrite either. `pghistory_context` can't be among them: its function
# upserts, which needs UPDATE. Nothing rests on that table, because each history row holds its own copy of the context.
APPEND_ONLY_LIBRARY_TABLES: frozenset[str] = frozenset()


def is_append_only(model: type[models.Model]) -> bool:
    """Whether rows of this model stay as they were written."""
    return bool(getattr(model, "append_only", False)) or issubclass(model, Event)


def append_only_tables() -> frozenset[str]:
    """The tables whose rows the application may add and never touch again.

    `pghistory_context` is not among them: every trigger writes it as an upsert. The record is the copy in each event.
    """
    named = (model._meta.db_table for model in apps.get_models(include_auto_created=True) if is_append_only(model))
    return frozenset(named)


def grant_privileges(cursor: Any, role: str = APPLICATION_ROLE) -> int:
    """Grant by name on every table of the schema, take back what a table lost, and return how many there are."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
    tables = [row[0] for row in cursor.fetchall()]
    grantee, append_only = sql.Identifier(role), append_only_tables()
    for table in tables:
        privileges = "SELECT, INSERT"
        if table == "django_migrations":
            privileges = "SELECT"
        elif table not in append_only:
            privileges = "SELECT, INSERT, UPDATE, DELETE"
        name = sql.Identifier(table)
        cursor.execute(sql.SQL("REVOKE ALL ON TABLE {} FROM {}, PUBLIC").format(name, grantee).as_string(cursor.cursor))
        statement = sql.SQL("GRANT {} ON TABLE {} TO {}").format(sql.SQL(privileges), name, grantee)
        cursor.execute(statement.as_string(cursor.cursor))
    statement = sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA {} TO {}").format(sql.Identifier("public"), grantee)
    cursor.execute(statement.as_string(cursor.cursor))
    return len(tables)


class Command(BaseCommand):
    """Run after every `migrate`, as the owner of the schema; `manage.py migrate` does it by itself."""

    help = "Grant the application's database role its privileges, table by table."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--role", default=settings.APPLICATION_ROLE, help="the application's role (%(default)s)")

    def handle(self, *args: Any, role: str, **options: Any) -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:  # never a moment without privileges
                cursor.execute("SELECT current_user = %s", [role])
                if cursor.fetchone()[0]:
                    self.stderr.write("Warning: migrations run as the application's own role; nothing to grant.")
                    return
                count = grant_privileges(cursor, role)
        except DatabaseError as error:
            raise CommandError(f"The privileges could not be granted: {error}") from error
        self.stderr.write(f"Privileges of {role} granted on {count} tables.")
