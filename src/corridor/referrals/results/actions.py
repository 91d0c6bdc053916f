"""Writes: the service agreed, delivered, its result; the client's rating."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.kernel.i18n.fields import clean_text
from corridor.referrals import rules
from corridor.referrals.enums import SERVED
from corridor.referrals.handing.states import locked, move, save
from corridor.referrals.models import Referral, ServiceRecord
from corridor.vocab.enums import ListName
from corridor.vocab.queries import terms_in_force

from . import checks, telling
from .steps import AGREEMENT, DELIVERY, RESULT, Step

Values = Mapping[str, Any]
LONG: Final = frozenset({"description", "outcome"})
BEST: Final = 5
LONGEST_COMMENT: Final = 2000


def agree_service(*, by: Any, referral: Referral, version: int, values: Values) -> ServiceRecord:
    """When, from when until when, for which price, and how much of it is public aid."""
    return _write(AGREEMENT, by, referral, version, values)


def deliver_service(*, by: Any, referral: Referral, version: int, values: Values) -> ServiceRecord:
    return _write(DELIVERY, by, referral, version, values)


def record_result(*, by: Any, referral: Referral, version: int, values: Values) -> ServiceRecord:
    return _write(RESULT, by, referral, version, values)


def _write(step: Step, by: Any, referral: Referral, version: int, values: Values) -> ServiceRecord:
    """Of the fields of this step those that ``values`` names. The first time takes the referral on and is
    told; later it is a correction, which the journal keeps."""
    with transaction.atomic():
        kept = locked(referral, version)
        if not rules.answers(by, kept):
            raise NotFound
        _refuse_too_early(step, kept)
        is_first = step.is_first(kept)
        record = _keep(step, kept, by, values)
        if is_first:
            move(kept, step.state, by=by, verb=step.verb)
            telling.tell_about(step, kept, record)
        else:
            save(kept, by, "correct-result", {"state": kept.state})
    return record


def _refuse_too_early(step: Step, kept: Referral) -> None:
    if not step.is_open(kept):
        state = {"state": kept.get_state_display()}
        raise Conflict(_("That cannot be recorded now. The referral’s state is: %(state)s.") % state)


def _keep(step: Step, kept: Referral, by: Any, values: Values) -> ServiceRecord:
    record = ServiceRecord.objects.filter(referral=kept).first() or ServiceRecord(referral=kept)
    before = contents_of(record, step)
    given = {name: values[name] for name in step.fields if name in values}
    for name in given.keys() - {"technologies"}:
        setattr(record, name, given[name])
    if problems := checks.problems_of(record):
        raise Refused(" ".join(str(text) for text in problems.values()))
    record.save()
    if "technologies" in given:
        known = terms_in_force(ListName.TECHNOLOGIES)
        record.technologies.set(known.filter(slug__in=given["technologies"]))
    kept.record = record
    after = contents_of(record, step)
    changed = [name for name in after if after[name] != before[name]]
    old, new = (_noted(told, changed) for told in (before, after))
    journal.record("write-result", record, by=by, before=old, after=new)
    return record


def _noted(told: Values, changed: list[str]) -> dict[str, Any]:
    """Long texts may say more of the client than should outlast the client's consent."""
    return {name: "…" if name in LONG and told[name] else told[name] for name in changed}


def contents_of(record: ServiceRecord, step: Step) -> dict[str, Any]:
    """The fields of one step, as the journal and the page keep them."""
    return {name: _plain(record, name) for name in step.fields}


def _plain(record: ServiceRecord, name: str) -> Any:
    if name == "technologies":
        return list(record.technologies.values_list("slug", flat=True)) if record.pk else []
    value = getattr(record, name)
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value if value is None or isinstance(value, int) else str(value)


def rate(*, record: ServiceRecord, rating: int, comment: str = "") -> ServiceRecord:
    """By the client, who has no account and may change their mind."""
    with transaction.atomic():
        referral = locked(record.referral_id)
        kept = ServiceRecord.objects.get(referral=referral)
        if referral.state not in SERVED:
            raise Conflict(_("The service can be rated once it is delivered."))
        if not 1 <= rating <= BEST or len(comment) > LONGEST_COMMENT:
            raise Refused
        is_first, before = kept.rating is None, {"rating": kept.rating}
        kept.rating, kept.comment, kept.rated_at = rating, clean_text(comment), timezone.now()
        kept.save(update_fields=["rating", "comment", "rated_at"])
        journal.record("rate-service", kept, before=before, after={"rating": rating})
        if is_first:
            telling.tell_about_rating(referral)
    return kept
