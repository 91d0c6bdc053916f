"""What happens in allauth, told to the journal and kept in step with our tables."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.models import EmailAddress
from allauth.mfa import signals as second_factor
from allauth.socialaccount import signals as identities
from django.db.models import Q
from django.db.models.signals import post_save

from corridor.kernel import journal

from .models import Person


def listen() -> None:
    post_save.connect(keep_address, sender=Person, dispatch_uid="people.address")
    for signal in (account.password_changed, account.password_set, account.password_reset):
        signal.connect(passphrase_set, dispatch_uid="people.passphrase")
    account.email_changed.connect(address_changed, dispatch_uid="people.address-changed")
    identities.social_account_added.connect(identity_linked, dispatch_uid="people.identity")
    second_factor.authenticator_removed.connect(factor_removed, dispatch_uid="people.factor")


def keep_address(instance: Person, update_fields: Any = None, **kwargs: Any) -> None:
    """allauth looks for people by a table of addresses. Whoever opens an account vouches for its address,
    so the row is there and confirmed from the beginning."""
    if update_fields is not None and "email" not in update_fields:
        return
    own = EmailAddress.objects.filter(user=instance)
    email = instance.email.lower()
    if not own.filter(email=email, primary=True, verified=True).exists():
        own.filter(Q(primary=True) | Q(email=email)).delete()
        EmailAddress.objects.create(user=instance, email=email, primary=True, verified=True)


def passphrase_set(user: Person, **kwargs: Any) -> None:
    journal.record("set-passphrase", user, by=user)


def address_changed(user: Person, **kwargs: Any) -> None:
    journal.record("change-address", user, by=user)


def identity_linked(sociallogin: Any, **kwargs: Any) -> None:
    person = sociallogin.user
    journal.record("link-identity", person, by=person, after={"service": sociallogin.account.provider})


def factor_removed(user: Person, authenticator: Any, **kwargs: Any) -> None:
    journal.record("remove-second-factor", user, by=user, before={"kind": authenticator.type})
