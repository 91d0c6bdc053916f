from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from corridor.operations.backup.reading import restore_backup
from corridor.operations.command import OperatorCommand


class Command(OperatorCommand):
    help = "Put a backup into an empty installation: checked first, then all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="what `corridor backup` wrote")

        parser.add_argument(
            "--erased",
            type=Path,
            metavar="FILE",
            help="erased.jsonl of the lost machine: people who were erased after the backup stay erased",
        )

    def run(self, **options: Any) -> None:
        restore_backup(options["file"].absolute(), self.say, erased=options["erased"])
