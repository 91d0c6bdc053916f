from __future__ import annotations  # noqa: N999 - so is the command called

import json
import sys
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from corridor.kernel.errors import CorridorError, Refused
from corridor.kernel.sheets.limits import MAX_BYTES
from corridor.members.imports import actions, queries
from corridor.members.imports.models import ImportRun, Outcome, RunState
from corridor.members.imports.notes import sentence


class Command(BaseCommand):
    help = """Read the EDIH Catalogue's own spreadsheet export, or take an import back.

  corridor import hubs FILE.xlsx            show what would change, then ask
  corridor import hubs FILE.xlsx --yes      import without asking
  corridor import hubs FILE.xlsx --yes --good-rows
                                            leave out the rows that are refused
  corridor import undo 7                    take import 7 back

All rows are imported or none, unless --good-rows is given. What a hub wrote itself is kept. A
second run of the same file changes nothing. Exit code 1 when nothing could be imported."""

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> CommandParser:
        return super().create_parser(
            prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **options
        )

    def add_arguments(self, parser: CommandParser) -> None:
        whats = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
        hubs = whats.add_parser("hubs", help="hubs of the catalogue")
        hubs.add_argument("file", type=Path, metavar="FILE", help="an .xlsx or .csv file")
        hubs.add_argument("--yes", action="store_true", help="do not ask")
        hubs.add_argument("--good-rows", action="store_true", help="import what can be, leave out the rest")
        hubs.add_argument("--json", action="store_true", help="say everything as JSON")
        undo = whats.add_parser("undo", help="take an import back")
        undo.add_argument("id", type=int, metavar="ID", help="the import's number")
        undo.add_argument("--json", action="store_true", help="say everything as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        self.as_json = options["json"]
        try:
            run = self._undo(options["id"]) if options["what"] == "undo" else self._import(options)
        except CorridorError as error:
            self._fail(str(error.text))
        if self.as_json:
            self.stdout.write(json.dumps(_told(run), ensure_ascii=False, indent=2))

    def _import(self, options: dict[str, Any]) -> ImportRun:
        content, name = _content(options["file"]), options["file"].name
        if options["yes"]:
            return self._import_now(content, name, good_rows=options["good_rows"])
        run = actions.preview_import(by=None, content=content, file_name=name)
        self._show(run)
        if self._agreed():
            run = actions.apply_import(by=None, run=run, good_rows_only=options["good_rows"])
            self._say_done(run)
        else:
            self._say("Nothing was imported.")
        return run

    def _import_now(self, content: bytes, name: str, *, good_rows: bool) -> ImportRun:
        try:
            run = actions.import_hubs(by=None, content=content, file_name=name, good_rows_only=good_rows)
        except Refused:
            self._show(actions.preview_import(by=None, content=content, file_name=name))
            raise
        self._show(run)
        self._say_done(run)
        return run

    def _say_done(self, run: ImportRun) -> None:
        if run.rows.filter(outcome__in=[Outcome.NEW, Outcome.CHANGED]).exists():
            self._say(f"Imported as import {run.pk}. To take it back: corridor import undo {run.pk}")
        else:
            self._say("Nothing had to be changed.")

    def _undo(self, pk: int) -> ImportRun:
        run = ImportRun.objects.filter(pk=pk).first()
        if run is None:
            raise Refused(f"There is no import {pk}.")
        run = actions.undo_import(by=None, run=run)
        self._say(f"Import {pk} was undone.")
        for said in run.said:
            self._say(f"  {sentence(said)}")
        return run

    def _agreed(self) -> bool:
        if self.as_json or not sys.stdin.isatty():
            self._say("Give --yes to import.")
            return False
        return input("Import this? [y/N] ").strip().lower() in ("y", "yes")

    def _show(self, run: ImportRun) -> None:
        counts = queries.counts_of(run)
        self._say(
            f"{run.file_name}: {counts['read']} rows read, {counts['new']} new, {counts['changed']} changed, "
            f"{counts['unchanged']} unchanged, {counts['refused']} refused"
        )
        for row in queries.rows_of(run, Outcome.REFUSED):
            reasons = " ".join(sentence(reason) for reason in row.reasons)
            self._say(f"  row {row.number}, {row.label or 'no name'}: refused. {reasons}")
        for row in run.rows.exclude(warnings=[]):
            for warning in row.warnings:
                self._say(f"  row {row.number}, {row.label}: {sentence(warning)}")
        if run.absent:
            self._say(f"  {run.absent} hubs of the catalogue are not in this file; they stay as they are.")

    def _say(self, line: str) -> None:
        if not self.as_json:
            self.stdout.write(line)

    def _fail(self, text: str) -> None:
        if self.as_json:
            self.stdout.write(json.dumps({"error": text}, ensure_ascii=False))
        raise CommandError(text)


def _content(path: Path) -> bytes:
    """The file, or a refusal before more of it is read than any list of hubs needs."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Refused(f"{path.name} is bigger than {MAX_BYTES // (1024 * 1024)} MB. Split it.")
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error


def _told(run: ImportRun) -> dict[str, Any]:
    def rows(**which: Any) -> list[dict[str, Any]]:
        return [
            {
                "row": row.number,
                "hub": row.label,
                "reasons": [sentence(one) for one in row.reasons],
                "warnings": [sentence(one) for one in row.warnings],
            }
            for row in run.rows.filter(**which)
        ]

    return {
        "import": run.pk,
        "state": RunState(run.state).value,
        **queries.counts_of(run),
        "absent": run.absent,
        "refused_rows": rows(outcome=Outcome.REFUSED),
        "warned_rows": [row for row in rows(outcome__in=["new", "changed", "unchanged"]) if row["warnings"]],
        "said": [sentence(one) for one in run.said],
    }
