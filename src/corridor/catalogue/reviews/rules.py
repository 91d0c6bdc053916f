"""What a service must say before it can be submitted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from corridor.catalogue.contents import LABELS
from corridor.kernel.audience import Audience
from corridor.members.models import Hub
from corridor.members.queries import memberships_today

NEEDED: Final = ("title", "summary", "receives", "category", "languages")


def what_is_missing(hub: Hub, contents: Mapping[str, Any]) -> list[str]:
    """In plain words, one sentence each."""
    return [*_fields(contents), *_group(hub, contents)]


def _fields(contents: Mapping[str, Any]) -> Iterator[str]:
    for name in NEEDED:
        value = contents.get(name)
        said = any(text.strip() for text in value.values()) if isinstance(value, dict) else bool(value)
        if not said:
            yield _("“%(field)s” is empty.") % {"field": LABELS[name]}


def _group(hub: Hub, contents: Mapping[str, Any]) -> Iterator[str]:
    """Only a group's people can be the second person."""
    if contents["audience"] == Audience.HUB:
        return
    slug = contents.get("group")
    if not slug:
        yield _("Choose the group that reviews it: others see a service only after a second person’s look.")
    elif not memberships_today().filter(hub=hub, group__slug=slug).exists():
        yield _("Your hub is no member of the group that should review it.")
