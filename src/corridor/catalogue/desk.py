"""What a hub's own people find at its services: each in the state in which it is, and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy

from corridor.members.models import Hub

from . import queries
from .models import CoProvider, Service

HEADINGS: Final = {
    "returned": gettext_lazy("Returned by the reviewer"),
    "draft": gettext_lazy("Drafts"),
    "agreement": gettext_lazy("Waiting for the hubs that provide it with you"),
    "review": gettext_lazy("Waiting for review"),
    "proposal": gettext_lazy("Changes that nobody has submitted yet"),
    "stale": gettext_lazy("Not confirmed for too long"),
    "withdrawn": gettext_lazy("Withdrawn"),
}
NEXT: Final = {
    "returned": gettext_lazy("Change what the comment asks for, and submit it again."),
    "draft": gettext_lazy("Complete it, and submit it for review."),
    "agreement": gettext_lazy("Each of them has to agree before it is reviewed. Remind them, or edit it."),
    "review": gettext_lazy("A second person of the group looks at it. There is nothing to do for you."),
    "proposal": gettext_lazy("Others see it as it was before. Submit the change for review, or drop it."),
    "stale": gettext_lazy("It sinks in every list. Confirm it if it is still right, or edit or withdraw it."),
    "withdrawn": gettext_lazy("Nobody can ask for it. Offer it again if it is back."),
}


@dataclass(frozen=True)
class Item:
    service: Service
    comment: str = ""
    hubs: str = ""  # those that did not agree yet


@dataclass(frozen=True)
class Stack:
    key: str
    items: list[Item] = field(default_factory=list)

    @property
    def heading(self) -> str:
        return str(HEADINGS[self.key])

    @property
    def what_next(self) -> str:
        return str(NEXT[self.key])


def desk_of(hub: Hub) -> list[Stack]:
    """Stacks with something on them; a service lies on the first that fits. Three queries."""
    returned: Any = queries.returned().filter(hub=hub)
    comments = {one.pk: one.comment for one in returned}
    missing = _missing(hub)
    stacks = {key: Stack(key) for key in HEADINGS}
    for service in queries.written_by(hub):
        if key := _key(service, comments, missing):
            item = Item(service, comments.get(service.pk, ""), ", ".join(missing.get(service.pk, ())))
            stacks[key].items.append(item)
    return [stack for stack in stacks.values() if stack.items]


def _missing(hub: Hub) -> dict[int, list[str]]:
    rows = CoProvider.objects.missing().filter(service__hub=hub, service__submitted_at__isnull=False)
    found: dict[int, list[str]] = {}
    for pk, name in rows.order_by("hub__name").values_list("service", "hub__name"):
        found.setdefault(pk, []).append(name)
    return found


def _key(service: Service, comments: Mapping[int, str], missing: Mapping[int, Any]) -> str:
    today = timezone.localdate()
    tests: dict[str, Callable[[], bool]] = {
        "returned": lambda: service.pk in comments,
        "agreement": lambda: service.pk in missing,
        "review": lambda: service.waits_for_review,
        "draft": lambda: service.is_draft,
        "proposal": lambda: bool(service.pending),
        "stale": lambda: service.is_stale(today),
        "withdrawn": lambda: service.is_withdrawn,
    }
    return next((key for key, fits in tests.items() if fits()), "")
