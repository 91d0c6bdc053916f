"""Audiences, those who look, and the one filter between the two."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Audience(models.TextChoices):
    HUB = "hub", _("Hub")
    CORRIDOR = "corridor", pgettext_lazy("audience", "Corridor")
    GROUP = "group", _("Group")
    NETWORK = "network", _("Network")
    PUBLIC = "public", _("Public")


@dataclass(frozen=True)
class Viewer:
    """Who looks, as far as audiences go: ids of hubs with a seat and of groups that they belong to.

    ``takes_part`` are the groups in which they do more than look on: observers, officers and guests read
    a group's records, but not people's contact details. ``in_network`` is true for everybody with a seat
    or a role anywhere.
    """

    person_id: int | None = None
    hubs: frozenset[int] = frozenset()
    corridors: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    moderates: frozenset[int] = frozenset()
    takes_part: frozenset[int] = frozenset()
    in_network: bool = False

    def nameless(self) -> Viewer:
        """Equal for all who may see the same records."""
        return replace(self, person_id=None)

    def within(self, group: int) -> Viewer:
        """As far as the records of one group go: equal for all who may see the same of them."""
        one = frozenset({group})
        return Viewer(
            groups=self.groups & one,
            moderates=self.moderates & one,
            takes_part=self.takes_part & one,
            in_network=self.in_network,
        )


VISITOR = Viewer()


def visible_filter(
    viewer: Viewer, *, hub: str | None = None, group: str | None = None, corridor: str | None = None
) -> Q:
    """Filter for records with an ``audience`` column; the names are those of the id columns.

    A hub's own people see what is the hub's, whoever else may. Where one column holds the id of a hub or
    of a group, it is the audience that says which. ``readers.why`` is the same rule for one reader.
    """
    visible = Q(audience=Audience.PUBLIC)
    if viewer.in_network:
        visible |= Q(audience=Audience.NETWORK)
    if group and viewer.groups:
        visible |= Q(audience=Audience.GROUP, **{f"{group}__in": viewer.groups})
    if corridor and viewer.corridors:
        visible |= Q(audience=Audience.CORRIDOR, **{f"{corridor}__in": viewer.corridors})
    if hub and viewer.hubs:
        own = Q(**{f"{hub}__in": viewer.hubs})
        visible |= own & Q(audience=Audience.HUB) if hub == group else own
    return visible
