from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

from .rules import known_roles


@register()
def roles_exist(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A role that nobody can hold would protect nobody."""
    unknown = sorted(set(settings.MFA_ROLES) - known_roles())
    if not unknown:
        return []
    known = ", ".join(sorted(known_roles()))
    return [Error(f"CORRIDOR_MFA_ROLES names unknown roles: {', '.join(unknown)}. There are: {known}.")]
