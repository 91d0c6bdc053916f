"""What happens once a submitted service is ready: all hubs that provide it have agreed."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from corridor.catalogue.actions import share
from corridor.catalogue.contents import proposed_contents
from corridor.catalogue.letters import kind, page_of, reviewers_of, stamp, tell, writers_of
from corridor.catalogue.models import Review, Service
from corridor.catalogue.rules import reviews
from corridor.kernel.audience import Audience
from corridor.members.queries import viewer_of
from corridor.post.kinds import register_kind

SUBMITTED: Final = "service-submitted"
SHARED: Final = "service-shared"
RETURNED: Final = "service-returned"


def register() -> None:
    register_kind(kind(SUBMITTED, _("A service waits for its review"), needs_answer=True))
    register_kind(kind(SHARED, _("Your service is shared")))
    register_kind(kind(RETURNED, _("Your service was returned"), needs_answer=True))


def arrive(kept: Service, by: Any) -> None:
    """What is for the hub alone needs nobody else; anything else comes before the reviewers."""
    if proposed_contents(kept)["audience"] == Audience.HUB:
        share(kept, by)
    else:
        _tell_reviewers(kept)


def _tell_reviewers(kept: Service) -> None:
    group = kept.group
    assert group is not None  # noqa: S101 - otherwise it could not be submitted
    people = [one for one in reviewers_of(group.pk) if reviews(one, viewer_of(one), kept)]
    key = f"{SUBMITTED}:{kept.pk}:{stamp(kept.submitted_at)}"
    page = ("catalogue:review", group.slug, kept.pk)
    tell(people, SUBMITTED, kept, key=key, page=page, group=group.name)


def tell_writers(review: Review, name: str) -> None:
    service = review.service
    key = f"{name}:{review.pk}"
    tell(writers_of(service.hub_id), name, service, key=key, page=page_of(service), comment=review.comment)
