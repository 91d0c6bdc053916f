"""A hub's answer about a joint service, and its leaving."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.catalogue import rules
from corridor.catalogue.actions import announce, locked
from corridor.catalogue.letters import kind, page_of, stamp, tell, writers_of
from corridor.catalogue.models import CoProvider, Service
from corridor.catalogue.reviews.arriving import arrive
from corridor.kernel import journal
from corridor.kernel.errors import Conflict, NotFound
from corridor.post.kinds import register_kind

from . import asking

DECLINED: Final = "joint-service-declined"
LEFT: Final = "joint-service-left"


def register() -> None:
    register_kind(kind(DECLINED, gettext_lazy("A hub declines a joint service"), needs_answer=True))
    register_kind(kind(LEFT, gettext_lazy("A hub leaves a joint service"), needs_answer=True))


def answer_as_co_provider(
    *, by: Any, co_provider: CoProvider, asked_version: int, agrees: bool, why_not: str = ""
) -> CoProvider:
    """Whoever declined may still agree while it waits. The last to agree brings it before the reviewers."""
    with transaction.atomic():
        kept, row = _locked(by, co_provider)
        if not kept.waits_for_review or row.asked_version != asked_version:
            raise Conflict(_("This is not asked any more: the service was changed or taken back."))
        if row.has_agreed:
            return _refuse_another_answer(row, agrees=agrees)
        _note(row, by, agrees=agrees, why_not=why_not)
        if not agrees:
            _tell_owner(kept, row, DECLINED)
        elif not kept.co_providers.missing().exists():
            arrive(kept, by)
    return row


def _refuse_another_answer(row: CoProvider, *, agrees: bool) -> CoProvider:
    """Said twice, it is said once."""
    if not agrees:
        raise Conflict(_("Your hub agreed already. On the page of the agreement it can leave again."))
    return row


def _note(row: CoProvider, by: Any, *, agrees: bool, why_not: str) -> None:
    before = {"agreed": row.agreed}
    row.answered_at, row.answered_by, row.why_not = timezone.now(), by, "" if agrees else why_not
    if agrees:
        row.agreed, row.agreed_version, row.declined_version = True, row.asked_version, None
    else:
        row.agreed, row.declined_version = row.agreed or False, row.asked_version
    _save(row, by, before, {"agreed": agrees, "version": row.asked_version})


def leave_service(*, by: Any, co_provider: CoProvider, why_not: str = "") -> CoProvider:
    """The hub takes its agreement back; the service stays its owner's."""
    with transaction.atomic():
        kept, row = _locked(by, co_provider)
        if not row.agreed:
            raise Conflict(_("Your hub does not provide this service."))
        row.agreed, row.answered_at, row.answered_by, row.why_not = False, timezone.now(), by, why_not
        row.declined_version = row.asked_version
        _save(row, by, {"agreed": True}, {"agreed": False})
        _tell_owner(kept, row, LEFT)
        announce([kept.pk])
    return row


def _locked(by: Any, co_provider: CoProvider) -> tuple[Service, CoProvider]:
    """The service first, as everybody else locks it."""
    kept = locked(co_provider.service)
    rows = CoProvider.objects.select_for_update(of=("self",)).select_related("hub")
    row = rows.filter(pk=co_provider.pk).first()
    if row is None or not rules.writes_for(by, row.hub_id):
        raise NotFound
    return kept, row


def _save(row: CoProvider, by: Any, before: dict[str, Any], after: dict[str, Any]) -> None:
    row.save()
    asking.close_questions(row.service, row)
    hub = {"hub": row.hub.slug}
    journal.record("answer-as-co-provider", row, by=by, before=before, after=after | hub)


def _tell_owner(kept: Service, row: CoProvider, name: str) -> None:
    key = f"{name}:{row.pk}:{stamp(row.answered_at)}"
    people = writers_of(kept.hub_id)
    tell(people, name, kept, key=key, page=page_of(kept), co_provider=row.hub.name, reason=row.why_not)
