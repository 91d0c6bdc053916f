"""Bringing a database to what this version of Corridor expects; safe to run at every start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from corridor.kernel.search.embedding.encoder import prepare
from corridor.people.privacy.actions import erase_again
from corridor.vocab.actions import load_reference_data

Say = Callable[[str], None]


def set_up_database(say: Say) -> None:
    """Migrations, the cache's table, the official lists, the model's files and the static ones."""
    run_migrations(say)
    call_command("createcachetable", verbosity=0)
    loaded = load_reference_data()
    counts = ", ".join(f"{count} {what}" for what, count in loaded.counts.items()) if loaded.changed else ""
    say(f"Reference data: {counts or 'up to date'}.")
    if again := erase_again():
        say(f"Erased again: {again} people whose rows had come back.")
    folder = prepare()
    say(f"Search by meaning: {f'model {folder.name} is ready' if folder else 'switched off'}.")
    if static_files_changed():
        call_command("collectstatic", interactive=False, verbosity=0)


def run_migrations(say: Say) -> None:
    waiting = pending_migrations()
    if waiting:
        call_command("migrate", interactive=False, verbosity=0)
    say(f"Database: {len(waiting)} migrations applied." if waiting else "Database: up to date.")


def pending_migrations() -> list[str]:
    """Names of the migrations that this database lacks."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def static_files_changed() -> bool:
    """Whether a source is newer than what was collected; looking is ten times faster than collecting."""
    collected = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not collected.exists():
        return True
    sources = (storage.path(path) for finder in get_finders() for path, storage in finder.list([]))
    return any(Path(source).stat().st_ctime > collected.stat().st_mtime for source in sources)
