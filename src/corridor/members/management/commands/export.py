from __future__ import annotations

from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from corridor.kernel.errors import CorridorError
from corridor.members.imports import exporting


class Command(BaseCommand):
    help = """Write public hubs in the eleven columns of the EDIH Catalogue's export.

  corridor export hubs hubs.xlsx
  corridor export hubs hubs.csv

Every cell is text, so that no spreadsheet program takes one for a formula. Importing the file
again changes nothing. Names of contact persons are not kept here, so that column is empty."""

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> CommandParser:
        return super().create_parser(
            prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **options
        )

    def add_arguments(self, parser: CommandParser) -> None:
        whats = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
        hubs = whats.add_parser("hubs", help="public hubs")
        hubs.add_argument("file", type=Path, metavar="FILE", help="ends in .xlsx or .csv")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = exporting.write_file(options["file"])
        except CorridorError as error:
            raise CommandError(str(error.text)) from error
        self.stdout.write(f"{count} hubs written to {options['file']}")
