"""Keeping machines away from public forms, without asking a third party whether somebody is human.

A field that people do not see must stay empty; a signed time says how long the form was open; and each
peer address and each address that gets mail has a limit. Moderators hear of nothing that was not
confirmed by mail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from corridor.kernel.keys import digest_of
from corridor.people import limits
from corridor.people.limits import Attempt, Limit

SALT: Final = "corridor.members.admission"
QUICKEST: Final = 3  # seconds; nobody fills in such a form faster
STALE: Final = 7 * 24 * 3600
PER_ADDRESS: Final = Limit(5, 3600)
PER_PEER: Final = Limit(20, 3600)


@dataclass(frozen=True)
class Submission(Attempt):
    """Somebody sends a public form; the address that they type gets a mail."""

    @property
    def counts(self) -> tuple[tuple[str, Limit], ...]:
        return (
            (f"admission:address:{digest_of(self.account)}", PER_ADDRESS),
            (f"admission:peer:{digest_of(self.peer)}", PER_PEER),
        )


def seconds_to_wait(request: HttpRequest, address: str) -> int:
    """Counts this submission; 0 where it may go on."""
    attempt = limits.attempt_of(request, address)
    return limits.seconds_to_wait(Submission(attempt.account, attempt.peer))


def new_stamp() -> str:
    return signing.TimestampSigner(salt=SALT).sign("form")


class GuardedForm(forms.Form):
    """A form that anybody may send. ``trap`` is out of sight; ``opened`` is when the form was drawn."""

    trap = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False, initial=new_stamp)

    def clean_trap(self) -> str:
        if self.cleaned_data["trap"]:
            raise forms.ValidationError(_("This field has to stay empty: it tells people from machines."))
        return ""

    def clean_opened(self) -> str:
        """A form that was open for a week is as good as one that was never drawn: it gets a new stamp."""
        stamp: str = self.cleaned_data["opened"]
        signer = signing.TimestampSigner(salt=SALT)
        try:
            signer.unsign(stamp, max_age=STALE)
        except signing.BadSignature:
            self._again()
            raise forms.ValidationError(
                _("This page was open for too long. Please send it once more.")
            ) from None
        if _is_fresh(signer, stamp):
            raise forms.ValidationError(
                _("That was very quick. Please look at what you wrote and send it once more.")
            )
        return stamp

    def _again(self) -> None:
        data: Any = self.data
        self.data = data.copy()
        self.data[self.add_prefix("opened")] = new_stamp()  # type: ignore[index]

    @property
    def shown(self) -> list[Any]:
        """The fields that people see, in their order."""
        return [self[name] for name in self.fields if name not in ("trap", "opened")]


def _is_fresh(signer: signing.TimestampSigner, stamp: str) -> bool:
    try:
        signer.unsign(stamp, max_age=QUICKEST)
    except signing.SignatureExpired:
        return False
    return True
