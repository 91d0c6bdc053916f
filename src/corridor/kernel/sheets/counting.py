"""Runs and their rows as pages list them: counted, and chosen by what came of them."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from .runs import Outcome

Records = TypeVar("Records", bound=QuerySet[Any])


def with_counts(runs: Records) -> Records:
    """The latest first, with ``read_rows`` and one count for each outcome, such as ``new_rows``."""
    totals = {f"{one}_rows": Count("rows", filter=Q(rows__outcome=one)) for one in Outcome.values}
    return runs.annotate(read_rows=Count("rows"), **totals).order_by("-id")


def counts_of(run: Any) -> dict[str, int]:
    """Rows read, and how many of them are new, changed, unchanged and refused."""
    found = dict(run.rows.order_by().values_list("outcome").annotate(Count("pk")))
    return {"read": sum(found.values())} | {str(one): found.get(one, 0) for one in Outcome}


def of_outcome(rows: Records, outcome: str) -> Records:
    """All of them where ``outcome`` is none that there is."""
    return rows.filter(outcome=outcome) if outcome in Outcome.values else rows


def filters(run: Any, chosen: str) -> list[dict[str, Any]]:
    counts = counts_of(run)
    named = [("", _("all"), counts["read"]), *((one.value, one.label, counts[one.value]) for one in Outcome)]
    return [{"code": code, "label": label, "count": n, "chosen": code == chosen} for code, label, n in named]
