"""What the catalogue's tables hold about people: who wrote, submitted, reviewed and answered, and the address
of a service's contact, which may be a person's own. What services say is their hubs' and stays; a person's
name in it goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from corridor.kernel.errors import Text
from corridor.kernel.privacy import Personal, register_tables
from corridor.kernel.traces import ERASED, Traces

from .actions import announce
from .models import CoProvider, Review, Service, ServiceVersion

BASIS = "legitimate interest"
KEPT = _("as long as the service; after an erasure without a name")
OF_NETWORK = _("people of the hubs that provide the service and those who review it")
OF_HUB = _("what a service says is its hub’s; a name in it is taken out")


def register() -> None:
    register_tables(TABLES)


def _services(person: Any) -> Iterator[Mapping[str, Any]]:
    for one in Service.objects.filter(Q(contact_mail__iexact=person.email) | Q(submitted_by=person)):
        is_contact = one.contact_mail.casefold() == person.email.casefold()
        yield {
            "slug": one.slug,
            "contact_mail": one.contact_mail if is_contact else "",
            "submitted_at": one.submitted_at if one.submitted_by_id == person.pk else None,
        }


def _leave_services(person: Any) -> None:
    ids = list(Service.objects.filter(contact_mail__iexact=person.email).values_list("pk", flat=True))
    Service.objects.filter(pk__in=ids).update(contact_mail="")
    announce(ids)


def _answers(person: Any) -> Iterable[Mapping[str, Any]]:
    rows = CoProvider.objects.filter(answered_by=person)
    found: Iterable[Mapping[str, Any]] = rows.values(
        "agreed", "answered_at", "why_not", service_of=F("service__slug")
    )
    return found


def _versions(person: Any) -> Iterable[Mapping[str, Any]]:
    rows = ServiceVersion.objects.filter(by=person)
    found: Iterable[Mapping[str, Any]] = rows.values("number", "at", version_of=F("service__slug"))
    return found


def _reviews(person: Any) -> Iterator[Mapping[str, Any]]:
    """The comment is its reviewer's; whoever submitted finds that they did."""
    for one in Review.objects.filter(Q(by=person) | Q(submitted_by=person)).select_related("service"):
        is_theirs = one.by_id == person.pk
        told = {"service": one.service.slug, "version": one.version, "at": one.at, "reviewed": is_theirs}
        yield told | ({"comment": one.comment} if is_theirs else {})


def _nothing(person: Any) -> None:
    """The row stays; its person has no name any more."""


def _without(traces: Traces, value: Any) -> Any:
    """The same, with each text that holds a trace replaced as a whole."""
    if isinstance(value, dict):
        return {name: _without(traces, part) for name, part in value.items()}
    if isinstance(value, list):
        return [_without(traces, part) for part in value]
    return ERASED if traces.are_in(value) else value


def _sweep(model: Any, words: frozenset[str], *columns: str) -> None:
    traces = Traces(words)
    for row in traces.rows_of(model.objects.order_by(), *columns).iterator():
        said = {name: getattr(row, name) for name in columns}
        kept = {name: _without(traces, value) for name, value in said.items()}
        if kept != said:
            model.objects.filter(pk=row.pk).update(**kept)


def _sweep_services(words: frozenset[str]) -> None:
    _sweep(Service, words, "contact_role", "withdrawn_why", "pending")


def _sweep_answers(words: frozenset[str]) -> None:
    _sweep(CoProvider, words, "why_not")


def _sweep_versions(words: frozenset[str]) -> None:
    with forgetting():
        _sweep(ServiceVersion, words, "values")


def _sweep_reviews(words: frozenset[str]) -> None:
    with forgetting():
        _sweep(Review, words, "comment")


@contextmanager
def forgetting() -> Iterator[None]:
    """The database lets versions and reviews lose words, and nothing else."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('corridor.forgetting', 'on', true)")
        yield
        cursor.execute("select set_config('corridor.forgetting', '', true)")


def _table(
    model: str,
    title: Text,
    columns: Mapping[str, Text],
    export: Any,
    *,
    sweep: Any,
    erase: Any = _nothing,
    seen_by: Text = OF_NETWORK,
    withheld: Mapping[str, Text] | None = None,
) -> Personal:
    named = {"title": title, "seen_by": seen_by, "withheld": withheld or {}, "sweep": sweep}
    return Personal(f"catalogue.{model}", columns, BASIS, KEPT, export, erase, **named)


TABLES = (
    _table(
        "Service",
        _("Services: their contact, and who submitted them"),
        {
            "contact_mail": _("so that companies can ask, where the hub gave your address"),
            "submitted_by": _("who asked for the review, so that nobody reviews their own"),
        },
        _services,
        erase=_leave_services,
        sweep=_sweep_services,
        seen_by=_("everybody who sees the service"),
        withheld={"pending": OF_HUB},
    ),
    _table(
        "CoProvider",
        _("Your hub’s answers about joint services"),
        {"answered_by": _("who answered for the hub"), "why_not": _("why it declined or left")},
        _answers,
        sweep=_sweep_answers,
    ),
    _table(
        "ServiceVersion",
        _("Versions of services"),
        {"by": _("who wrote this version")},
        _versions,
        sweep=_sweep_versions,
        withheld={"values": OF_HUB},
    ),
    _table(
        "Review",
        _("Reviews of services"),
        {
            "by": _("who reviewed"),
            "submitted_by": _("who had asked for it"),
            "comment": _("what the reviewer said to the hub"),
        },
        _reviews,
        sweep=_sweep_reviews,
    ),
)
