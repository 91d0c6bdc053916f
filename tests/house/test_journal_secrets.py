"""Every act that has to do with a secret, done; then the journal is searched for all of them."""

from __future__ import annotations

import json
import re

import pytest

from corridor.kernel.journal import JournalEntry
from corridor.members.admission.actions.invitations import invite
from corridor.members.contacts.actions import show_contact
from corridor.people.actions import open_account, set_passphrase
from corridor.people.tokens.actions import make_token
from corridor.post import keys
from corridor.post.feeds import close_feeds, open_feed
from corridor.post.models import Letter

pytestmark = pytest.mark.django_db
PASSPHRASE = "qz a passphrase for nobody"


def test_case_40_no_secret_of_any_act_stands_in_the_journal(browser_of, anna, olga, dora, hub, group):
    browser = browser_of(anna)
    set_passphrase(by=olga, person=anna, passphrase=PASSPHRASE)
    browser.post("/en/sign-in/", {"login": anna.email, "password": PASSPHRASE})
    token, plain = make_token(by=anna, name="Dashboard", scopes=["read"], days=30)
    feed = open_feed(by=anna)
    open_account(email="new@example.org", name="New", language="en")
    invitation = invite(by=anna, address="guest@example.org", role="delegate", language="en", hub=hub)
    show_contact(by=anna, kind="phone", value="+47 55 00 11 22", audience="hub", agreed_to="I agree.")
    close_feeds(anna, by=anna)
    anna.refresh_from_db()
    in_letters = re.findall(r"/([\w-]{30,})/", " ".join(Letter.objects.values_list("text", flat=True)))
    assert in_letters
    secrets = {
        *(PASSPHRASE, anna.password, plain, token.digest, invitation.digest, "+47 55 00 11 22"),
        *(keys.key_of("feed", feed.uid), feed.digest, *in_letters),
    }
    written = json.dumps(list(JournalEntry.objects.values_list("before", "after")))
    assert {"set-passphrase", "make-api-token", "open-feed", "invite", "show-contact"} <= set(
        JournalEntry.objects.values_list("verb", flat=True)
    )
    assert [secret for secret in secrets if secret in written] == []
