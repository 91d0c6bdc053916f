"""What the tables of imports hold about people: who imported, and whatever stands in the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.privacy import Personal, Text
from corridor.kernel.traces import ERASED, Traces

from .runs import RunState

PREVIEWS_KEPT: Final = timedelta(days=90)
MAPPINGS: Final = ("facts", "before", "after")
LISTS: Final = ("reasons", "warnings")


def tables_of(
    runs: Any, rows: Any, *, title: Text, of_rows: Text, about: Text, seen_by: Text
) -> Iterable[Personal]:
    """The two tables of one kind of import; ``about`` says what the rows are about, and ``title`` and
    ``of_rows`` name the tables for people."""
    yield _of_runs(runs, title, seen_by)
    yield Personal(
        model=rows._meta.label,  # noqa: SLF001
        title=of_rows,
        columns={},
        withheld=dict.fromkeys((*MAPPINGS, *LISTS), about),
        basis="legitimate interest",
        kept=_("as long as the import"),
        seen_by=seen_by,
        export=_nothing,
        erase=_leave,
        sweep=lambda words: _sweep_rows(rows, words),
    )


def _of_runs(runs: Any, title: Text, seen_by: Text) -> Personal:
    def export(person: Any) -> Iterable[Mapping[str, Any]]:
        found: Iterable[Mapping[str, Any]] = (
            runs.objects.filter(by=person).order_by("id").values("file_name", "state", "created_at")
        )
        return found

    return Personal(
        model=runs._meta.label,  # noqa: SLF001
        title=title,
        columns={
            "by": _("who imported, so that others can ask"),
            "file_name": _("what the file was called"),
        },
        withheld={"said": _("notes about hubs")},
        basis="legitimate interest",
        kept=_("ninety days where nothing was imported, otherwise as long as the hubs"),
        seen_by=seen_by,
        export=export,
        erase=lambda person: runs.objects.filter(by=person).update(by=None),
        sweep=lambda words: _sweep_runs(runs, words),
        expire=lambda: _expire_previews(runs),
        keep_for=PREVIEWS_KEPT,
    )


def _expire_previews(runs: Any) -> int:
    """Files that somebody looked at and never imported."""
    old = runs.objects.filter(state=RunState.PREVIEWED, created_at__lt=timezone.now() - PREVIEWS_KEPT)
    gone: int = old.count()
    old.delete()
    return gone


def _sweep_runs(runs: Any, words: frozenset[str]) -> None:
    traces = Traces(words)
    for run in traces.rows_of(runs.objects.all(), "file_name", "said").iterator():
        run.file_name = ERASED if traces.are_in(run.file_name) else run.file_name
        run.said = [] if traces.are_in(run.said) else run.said
        run.save(update_fields=["file_name", "said"])


def _sweep_rows(rows: Any, words: frozenset[str]) -> None:
    traces = Traces(words)
    for row in traces.rows_of(rows.objects.all(), "label", *MAPPINGS, *LISTS).iterator():
        row.label = ERASED if traces.are_in(row.label) else row.label
        for name in MAPPINGS:
            setattr(row, name, traces.without(getattr(row, name)))
        for name in LISTS:
            setattr(row, name, [] if traces.are_in(getattr(row, name)) else getattr(row, name))
        row.save(update_fields=["label", *MAPPINGS, *LISTS])


def _nothing(person: Any) -> Iterable[Mapping[str, Any]]:
    """Rows of a file belong to no person; a trace in them is swept away."""
    return ()


def _leave(person: Any) -> None:
    """As above."""
