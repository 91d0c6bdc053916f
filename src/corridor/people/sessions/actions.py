from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpRequest

from corridor.kernel import journal
from corridor.people.actions import end_sessions


def end_other_sessions(request: HttpRequest) -> None:
    """Sign the person out everywhere but here; this session gets another key as well."""
    person: Any = request.user
    request.session.cycle_key()
    end_sessions(person, by=person)
    request.session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    UserSession.objects.filter(user=person).delete()
    UserSession.objects.create_from_request(request)


def end_session(*, by: Any, pk: int) -> bool:
    """One session elsewhere; False where it is none of this person's."""
    session = UserSession.objects.filter(user=by, pk=pk).first()
    if session is None:
        return False
    session.end()
    journal.record("end-session", by, by=by)
    return True
