"""Taking away the protection of append-only tables for a moment: to tamper in a test, or to clean up after one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

TABLES = ("decisions_decision", "access_maskedread", "decisions_exportlog")


@contextmanager
def unprotected() -> Iterator[None]:
    """Within it the append-only tables may be changed, as somebody with the database's own password could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            _each(cursor, "ALTER TABLE {} DISABLE TRIGGER USER")
            yield
            _each(cursor, "ALTER TABLE {} ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, sql in triggers:
            cursor.execute(sql)


def empty_append_only_tables() -> None:
    """Empty them after a test with real transactions: SQLite's clean-up deletes row by row and would be refused."""
    if connection.vendor == "postgresql":
        return
    connection.disable_constraint_checking()
    with unprotected(), connection.cursor() as cursor:
        _each(cursor, "DELETE FROM {}")
    connection.enable_constraint_checking()


def _each(cursor: object, statement: str) -> None:
    for table in TABLES:
        cursor.execute(statement.format(table))  # type: ignore[attr-defined]
