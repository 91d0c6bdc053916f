"""Who must have a second factor, and who has. Roles are named by the rooms that know them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

OPERATOR: Final = "operator"
REAL: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone are none

_SOURCES: dict[str, tuple[frozenset[str], Callable[[Any], Iterable[str]]]] = {}


def register_roles(room: str, names: Iterable[str], roles_of: Callable[[Any], Iterable[str]]) -> None:
    """``roles_of(person)`` names the roles that a person holds today, all of them among ``names``."""
    _SOURCES[room] = (frozenset(map(str, names)), roles_of)


def known_roles() -> set[str]:
    return {OPERATOR}.union(*(names for names, _roles_of in _SOURCES.values()))


def needs_second_factor(person: Any) -> bool:
    wanted = set(settings.MFA_ROLES)
    if not wanted:
        return False
    if OPERATOR in wanted and person.is_staff:
        return True
    return any(
        wanted & set(map(str, roles_of(person))) for names, roles_of in _SOURCES.values() if wanted & names
    )


def has_second_factor(person: Any) -> bool:
    return Authenticator.objects.filter(user_id=person.pk, type__in=REAL).exists()


def lacks_second_factor(person: Any) -> bool:
    return needs_second_factor(person) and not has_second_factor(person)


def used_second_factor(request: HttpRequest) -> bool:
    """In this session."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return any(record["method"] == "mfa" for record in records)


def may_remove(authenticator: Authenticator) -> bool:
    """Not the last one of somebody who must have one."""
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=REAL)
    return not needs_second_factor(authenticator.user) or others.exclude(pk=authenticator.pk).exists()
