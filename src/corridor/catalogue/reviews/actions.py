"""Submitting a service, taking it back, and the second person's verdict."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.catalogue import rules
from corridor.catalogue.actions import locked, share
from corridor.catalogue.contents import proposed_contents
from corridor.catalogue.enums import Check, Verdict
from corridor.catalogue.joint import asking
from corridor.catalogue.models import Review, Service
from corridor.catalogue.queries import waiting_for_review
from corridor.kernel import journal
from corridor.kernel.audience import Audience, Viewer
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.members.models import WorkingGroup

from .arriving import RETURNED, SHARED, arrive, tell_writers
from .rules import what_is_missing


def submit_service(*, by: Any, service: Service, version: int) -> Service:
    """Put a draft, or what waits as ``pending``, before the hubs that provide it too, then the reviewers.

    What is for the hub alone is shared at once.
    """
    with transaction.atomic():
        kept = locked(service)
        _refuse_what_cannot_be(by, kept, version)
        kept.submitted_at, kept.submitted_by = timezone.now(), by
        _choose_group(kept)
        kept.save(update_fields=["submitted_at", "submitted_by", "group"])
        journal.record("submit-service", kept, by=by, after={"version": version})
        if not asking.ask_co_providers(kept):
            arrive(kept, by)
    return kept


def _refuse_what_cannot_be(by: Any, kept: Service, version: int) -> None:
    if not rules.writes_for(by, kept.hub_id):
        raise NotFound
    if kept.version != version:
        raise Conflict
    if kept.waits_for_review:
        raise Conflict(_("It was submitted already."))
    if kept.is_withdrawn:
        raise Conflict(_("This service was withdrawn. Offer it again first."))
    if kept.is_offered and not kept.pending:
        raise Refused(_("Nothing waits to be reviewed: others see the service as it is."))
    if missing := what_is_missing(kept.hub, proposed_contents(kept)):
        raise Refused(" ".join([_("Something is missing."), *missing]))


def _choose_group(kept: Service) -> None:
    """The group that is proposed looks at it, unless that changed who sees the service meanwhile."""
    proposed = (kept.pending or {}).get("group")
    if proposed and kept.audience != Audience.GROUP:
        kept.group = WorkingGroup.objects.get(slug=proposed)


def recall_service(*, by: Any, service: Service) -> Service:
    """Take it back before somebody decided; nothing of it is lost."""
    with transaction.atomic():
        kept = locked(service)
        if not rules.writes_for(by, kept.hub_id):
            raise NotFound
        if not kept.waits_for_review:
            raise Conflict(_("It does not wait any more: somebody decided, or took it back."))
        kept.submitted_at = kept.submitted_by = None
        kept.save(update_fields=["submitted_at", "submitted_by"])
        asking.close_questions(kept)
        journal.record("recall-service", kept, by=by)
    return kept


def review_service(
    *,
    by: Any,
    viewer: Viewer,
    service: Service,
    version: int,
    checks: Collection[str],
    verdict: str,
    comment: str = "",
) -> Review:
    """One verdict on one version: whoever comes second finds it decided."""
    with transaction.atomic():
        kept = locked(service)
        if kept.version != version or not waiting_for_review().filter(pk=kept.pk).exists():
            raise Conflict(_("It does not wait as you saw it: somebody decided, or the hub changed it."))
        if not rules.reviews(by, viewer, kept):
            raise NotFound
        refuse_unfounded(checks, verdict, comment)
        review = _keep_review(kept, by, checks, verdict, comment.strip())
        if verdict == Verdict.SHARED:
            share(kept, by)
            tell_writers(review, SHARED)
        else:
            kept.submitted_at = kept.submitted_by = None
            kept.save(update_fields=["submitted_at", "submitted_by"])
            tell_writers(review, RETURNED)
    return review


def refuse_unfounded(checks: Collection[str], verdict: str, comment: str) -> None:
    if verdict not in Verdict.values or not set(checks) <= set(Check.values):
        raise Refused
    if verdict == Verdict.SHARED and set(checks) != set(Check.values):
        raise Refused(
            _("To share it, every point must be ticked. Otherwise return it and say what to change.")
        )
    if verdict == Verdict.RETURNED and not comment.strip():
        raise Refused(_("Say what the hub should change."))


def _keep_review(kept: Service, by: Any, checks: Collection[str], verdict: str, comment: str) -> Review:
    review = Review.objects.create(
        service=kept,
        version=kept.version,
        by=by,
        submitted_by=kept.submitted_by,
        checks=[one for one in Check.values if one in checks],
        verdict=verdict,
        comment=comment,
    )
    journal.record("review-service", review, by=by, after={"version": kept.version, "verdict": verdict})
    return review
