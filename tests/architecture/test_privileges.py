"""The application's database role can read and add everywhere, and rewrite nothing that is record."""

import pytest
from django.db import DatabaseError, connection, transaction

from foundation.audit.management.commands.grant_privileges import append_only_tables

pytestmark = pytest.mark.django_db


def privileges(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT privilege_type FROM information_schema.role_table_grants"
            " WHERE grantee = 'aeo_app' AND table_schema = 'public' AND table_name = %s",
            [table],
        )
        return {row[0] for row in cursor.fetchall()}


def test_the_suite_itself_runs_as_the_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("aeo_app",)


def test_the_application_cannot_change_the_schema() -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("CREATE TABLE intruder (id int)")


def test_tables_of_the_record_can_be_read_and_added_to_and_nothing_else() -> None:
    present = append_only_tables() & set(connection.introspection.table_names())
    assert {table: privileges(table) for table in present} == {table: {"SELECT", "INSERT"} for table in present}


def test_the_tables_of_the_event_chain_and_the_reads_are_part_of_the_record() -> None:
    assert {"audit_event", "audit_seal", "audit_read"} <= append_only_tables()


def test_no_table_can_be_truncated_by_the_application() -> None:
    tables = connection.introspection.table_names()
    assert [table for table in tables if "TRUNCATE" in privileges(table)] == []
