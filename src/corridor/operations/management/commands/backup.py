from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from corridor.operations.backup.writing import write_backup
from corridor.operations.command import OperatorCommand


class Command(OperatorCommand):
    help = "Write database and uploads into one file, while the site runs; never over another file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="for example corridor-2026-11-23.tar.gz")

    def run(self, **options: Any) -> None:
        target: Path = options["file"].absolute()
        manifest = write_backup(target)
        size = target.stat().st_size / 1_000_000
        self.say(
            f"{target}: {len(manifest.tables)} tables with {manifest.rows} rows, "
            f"{len(manifest.media)} files, {size:.1f} MB."
        )
