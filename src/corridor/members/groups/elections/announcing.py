"""Who hears what about an election; and the purpose by which a nominee answers from a mail."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from corridor.kernel.errors import NotFound, Text
from corridor.members.groups import letters
from corridor.members.groups.roles.queries import people_of
from corridor.post.answers import NO, YES, Purpose, ask, register_purpose
from corridor.post.models import Question

from . import queries
from .models import Candidate, Election

CANDIDACY = "candidacy"


def register() -> None:
    # Without an item of its own: ``waiting`` has one for every nominee.
    register_purpose(Purpose(CANDIDACY, (YES, NO), _asked, _answered, days=60, is_item=False))


def tell_opened(election: Election) -> None:
    _tell(election, "election-opens", queries.voters_of(election), closes=election.nominations_close)


def tell_voting(election: Election) -> None:
    """Once, when voting has begun."""
    with transaction.atomic():
        locked = Election.objects.select_for_update(of=("self",)).select_related("group").get(pk=election.pk)
        if locked.votes_announced_at is None:
            locked.votes_announced_at = timezone.now()
            locked.save(update_fields=["votes_announced_at"])
            _tell(locked, "election-votes", queries.voters_of(locked), closes=locked.voting_closes)


def tell_result(election: Election) -> None:
    winner = election.given.person.name if election.given else ""
    people = people_of(election.group)
    key = f"election-result:{election.pk}:{election.given_id or 0}"
    _tell(election, "election-result", people, key=key, winners=winner, since=election.term_since)


def _tell(election: Election, kind: str, people: Any, *, key: str = "", **context: Any) -> None:
    letters.tell(
        people,
        kind,
        group=election.group,
        key=key or f"{kind}:{election.pk}",
        page=("members:election", election.group.slug, election.pk),
        role=election.get_role_display,
        **context,
    )


def ask_candidate(candidate: Candidate) -> None:
    person, election = candidate.person, candidate.election
    key = f"election-candidacy:{candidate.pk}"
    question = ask(purpose=CANDIDACY, about=candidate, language=person.language, key=key, person=person)
    with override(person.language):
        links = {"accept": question.url_for(YES.name), "decline": question.url_for(NO.name)}
    _tell(
        election,
        "election-candidacy",
        [person],
        key=key,
        hub=candidate.hub.name,
        closes=election.nominations_close,
        **links,
    )


def _candidate(question: Question) -> Candidate:
    found = Candidate.objects.select_related("election__group", "hub").filter(pk=question.about_id).first()
    if found is None:
        raise NotFound
    return found


def _asked(question: Question) -> Text:
    candidate = _candidate(question)
    names = {"hub": candidate.hub.name, "role": candidate.election.get_role_display()}
    return _("%(hub)s nominates you for election as %(role)s. Do you accept?") % names


def _answered(*, question: Question, choice: str, by: Any) -> Text:
    from .actions import answer_nomination

    answer_nomination(by=by, candidate=_candidate(question), accepts=choice == YES.name)
    return _("Thank you. You stand for election.") if choice == YES.name else _("Thank you for answering.")
