from __future__ import annotations  # noqa: N999 - so is the command called

import json
import sys
from argparse import RawDescriptionHelpFormatter
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from corridor.catalogue.sheets.actions import SERVICES_OF_OPERATOR
from corridor.catalogue.sheets.facts import GIVEN_BY_OPERATOR
from corridor.catalogue.sheets.notes import sentence as of_service
from corridor.kernel.errors import CorridorError, Refused
from corridor.kernel.sheets.intake import Intake
from corridor.kernel.sheets.limits import MAX_BYTES
from corridor.kernel.sheets.runs import Note, Outcome, RunState
from corridor.members.imports.actions import HUBS
from corridor.members.imports.notes import sentence as of_hub
from corridor.members.models import Hub


@dataclass(frozen=True)
class Kind:
    """What can be imported; ``undo`` is the word that takes it back."""

    intake: Intake[Any, Any]
    sentence: Callable[[Note], str]
    undo: str
    size: int


KINDS: Final = {
    "hubs": Kind(HUBS, of_hub, "undo", MAX_BYTES),
    "services": Kind(SERVICES_OF_OPERATOR, of_service, "undo-services", GIVEN_BY_OPERATOR.size),
}


class Command(BaseCommand):
    help = """Read the EDIH Catalogue's own spreadsheet export, or a hub's services; or take an import back.

  corridor import hubs FILE.xlsx            show what would change, then ask
  corridor import hubs FILE.xlsx --yes      import without asking
  corridor import hubs FILE.xlsx --yes --good-rows
                                            leave out the rows that are refused
  corridor import services FILE.xlsx --hub nordlys --yes
                                            services of a hub; new ones are drafts
  corridor import undo 7                    take import 7 of hubs back
  corridor import undo-services 7           take import 7 of services back

All rows are imported or none, unless --good-rows is given. What a hub wrote itself is kept. A
second run of the same file changes nothing. Exit code 1 when nothing could be imported."""

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> CommandParser:
        return super().create_parser(
            prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **options
        )

    def add_arguments(self, parser: CommandParser) -> None:
        whats = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
        _take_file(whats.add_parser("hubs", help="hubs of the catalogue"))
        services = whats.add_parser("services", help="services of one hub, as its export has them")
        _take_file(services)
        services.add_argument("--hub", required=True, metavar="SLUG", help="the hub whose services they are")
        for kind, named in KINDS.items():
            undo = whats.add_parser(named.undo, help=f"take an import of {kind} back")
            undo.add_argument("id", type=int, metavar="ID", help="the import's number")
            undo.add_argument("--json", action="store_true", help="say everything as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        self.as_json = options["json"]
        self.kind = next(one for name, one in KINDS.items() if options["what"] in (name, one.undo))
        try:
            run = self._undo(options["id"]) if options["what"] == self.kind.undo else self._import(options)
        except CorridorError as error:
            self._fail(str(error.text))
        if self.as_json:
            self.stdout.write(json.dumps(self._told(run), ensure_ascii=False, indent=2))

    def _import(self, options: dict[str, Any]) -> Any:
        file = {"content": _content(options["file"], self.kind.size), "file_name": options["file"].name}
        if options["what"] == "services":
            file["hub"] = _hub(options["hub"])
        if options["yes"]:
            return self._import_now(file, good_rows=options["good_rows"])
        run = self.kind.intake.preview(by=None, **file)
        self._show(run)
        if self._agreed():
            run = self.kind.intake.apply(by=None, run=run, good_rows_only=options["good_rows"])
            self._say_done(run)
        else:
            self._say("Nothing was imported.")
        return run

    def _import_now(self, file: dict[str, Any], *, good_rows: bool) -> Any:
        try:
            run = self.kind.intake.at_once(by=None, good_rows_only=good_rows, **file)
        except Refused:
            self._show(self.kind.intake.preview(by=None, **file))
            raise
        self._show(run)
        self._say_done(run)
        return run

    def _say_done(self, run: Any) -> None:
        if run.rows.filter(outcome__in=[Outcome.NEW, Outcome.CHANGED]).exists():
            back = f"corridor import {self.kind.undo} {run.pk}"
            self._say(f"Imported as import {run.pk}. To take it back: {back}")
        else:
            self._say("Nothing had to be changed.")

    def _undo(self, pk: int) -> Any:
        run = self.kind.intake.runs.objects.filter(pk=pk).first()
        if run is None:
            raise Refused(f"There is no import {pk}.")
        run = self.kind.intake.undo(by=None, run=run)
        self._say(f"Import {pk} was undone.")
        for said in run.said:
            self._say(f"  {self.kind.sentence(said)}")
        return run

    def _agreed(self) -> bool:
        if self.as_json or not sys.stdin.isatty():
            self._say("Give --yes to import.")
            return False
        return input("Import this? [y/N] ").strip().lower() in ("y", "yes")

    def _show(self, run: Any) -> None:
        counts = _counts(run)
        self._say(
            f"{run.file_name}: {counts['read']} rows read, {counts['new']} new, {counts['changed']} changed, "
            f"{counts['unchanged']} unchanged, {counts['refused']} refused"
        )
        for row in run.rows.filter(outcome=Outcome.REFUSED):
            reasons = " ".join(self.kind.sentence(reason) for reason in row.reasons)
            self._say(f"  row {row.number}, {row.label or 'no name'}: refused. {reasons}")
        for row in run.rows.exclude(warnings=[]):
            for warning in row.warnings:
                self._say(f"  row {row.number}, {row.label}: {self.kind.sentence(warning)}")
        if getattr(run, "absent", 0):
            self._say(f"  {run.absent} hubs of the catalogue are not in this file; they stay as they are.")

    def _say(self, line: str) -> None:
        if not self.as_json:
            self.stdout.write(line)

    def _fail(self, text: str) -> None:
        if self.as_json:
            self.stdout.write(json.dumps({"error": text}, ensure_ascii=False))
        raise CommandError(text)

    def _told(self, run: Any) -> dict[str, Any]:
        rows = self._rows(run.rows.filter(outcome__in=["new", "changed", "unchanged"]).exclude(warnings=[]))
        told = {"import": run.pk, "state": RunState(run.state).value, **_counts(run)}
        if hasattr(run, "absent"):
            told["absent"] = run.absent
        return told | {
            "refused_rows": self._rows(run.rows.filter(outcome=Outcome.REFUSED)),
            "warned_rows": rows,
            "said": [self.kind.sentence(one) for one in run.said],
        }

    def _rows(self, rows: Any) -> list[dict[str, Any]]:
        name = "hub" if self.kind is KINDS["hubs"] else "service"
        return [
            {
                "row": row.number,
                name: row.label,
                "reasons": [self.kind.sentence(one) for one in row.reasons],
                "warnings": [self.kind.sentence(one) for one in row.warnings],
            }
            for row in rows
        ]


def _take_file(parser: CommandParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="an .xlsx or .csv file")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--good-rows", action="store_true", help="import what can be, leave out the rest")
    parser.add_argument("--json", action="store_true", help="say everything as JSON")


def _counts(run: Any) -> dict[str, int]:
    found = Counter(run.rows.order_by().values_list("outcome", flat=True))
    return {"read": found.total()} | {str(one): found[one.value] for one in Outcome}


def _hub(slug: str) -> Hub:
    hub = Hub.objects.filter(slug=slug).first()
    if hub is None:
        raise Refused(f"There is no hub {slug!r}.")
    return hub


def _content(path: Path, most: int) -> bytes:
    """The file, or a refusal before more of it is read than any list needs."""
    try:
        if path.stat().st_size > most:
            raise Refused(f"{path.name} is bigger than {most // (1024 * 1024)} MB. Split it.")
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error
