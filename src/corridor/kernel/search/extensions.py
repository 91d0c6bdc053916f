"""The PostgreSQL extensions that search stands on, created by a migration."""

from __future__ import annotations

from typing import Any

from .vectors import forget_extensions

REQUIRED = ("unaccent", "pg_trgm", "btree_gist")
OPTIONAL = ("vector",)


def create_extensions(apps: Any, schema_editor: Any) -> None:
    """The required ones, or a clear error; pgvector where the server offers it."""
    with schema_editor.connection.cursor() as cursor:
        for name in REQUIRED:
            cursor.execute(f"create extension if not exists {name}")
        cursor.execute("select name from pg_available_extensions where name = any(%s)", [list(OPTIONAL)])
        for (name,) in cursor.fetchall():
            cursor.execute(f"create extension if not exists {name}")
    forget_extensions()
