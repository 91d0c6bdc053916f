"""Codes that are typed: from an app (one step early or late, each code once) and recovery codes.

allauth remembers a used code for one step only, while with a tolerance of one step it is right for
three; so the step of the last code is kept, and only later ones are taken.
"""

from __future__ import annotations

from typing import Final

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.db import transaction

LAST_STEP: Final = "last_step"


def step_of(secret: str, code: str) -> int | None:
    """The step of time to which this code belongs; none where it is not right now."""
    for step in totp.yield_hotp_counters_from_time():
        right = totp.format_hotp_value(totp.hotp_value(secret, step))
        if compare_user_code(actual=code, expected=right):
            return step
    return None


def take_code(person_id: int, code: str) -> Authenticator | None:
    """What the code belongs to; it is used up."""
    with transaction.atomic():
        typed = Authenticator.objects.select_for_update().filter(
            user_id=person_id, type__in=[Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
        )
        return next((one for one in typed.order_by("-type") if _takes(one, code)), None)


def remember_step(person_id: int, step: int) -> None:
    """The code with which an app was set up is used up, too."""
    app = Authenticator.objects.get(user_id=person_id, type=Authenticator.Type.TOTP)
    app.data[LAST_STEP] = step
    app.save(update_fields=["data"])


def _takes(authenticator: Authenticator, code: str) -> bool:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return bool(authenticator.wrap().validate_code(code))
    step = step_of(decrypt(authenticator.data["secret"]), code)
    if step is None or step <= authenticator.data.get(LAST_STEP, 0):
        return False
    authenticator.data[LAST_STEP] = step
    authenticator.save(update_fields=["data"])
    return True
