"""Who may do what among the members: predicates about a person and a record."""

from __future__ import annotations

from typing import Any

from .enums import MODERATORS
from .models import GroupRole


def may_import_hubs(person: Any) -> bool:
    """Moderators of any group, and the operator."""
    if not person.is_authenticated:
        return False
    if person.is_superuser:
        return True
    return GroupRole.objects.current().filter(person=person, role__in=MODERATORS).exists()
