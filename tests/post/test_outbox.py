"""A letter leaves if and only if its change was committed; the same key never makes a second one."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from corridor.post.actions import cancel_letters, tell, write_to
from corridor.post.enums import LetterState, Rhythm
from corridor.post.models import Letter, Notice
from corridor.post.wishes import choose_rhythm


def tell_anna(anna, *, kind="test-needed", key="one", **more):
    return tell(person=anna, kind=kind, context={"what": "Nordlys"}, key=key, **more)


def test_the_same_key_makes_one_letter_and_one_job_a_transaction(anna, ben):
    for _again in range(3):
        tell_anna(anna)
    tell_anna(ben)
    assert sorted(Letter.objects.values_list("to", "subject")) == [
        ("anna@example.org", "News about Nordlys"),
        ("ben@example.org", "News about Nordlys"),
    ]
    assert ProcrastinateJob.objects.filter(task_name="post.deliver").count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_not_committed_leaves_no_letter_and_no_job(anna):
    jobs = ProcrastinateJob.objects.count()
    with transaction.atomic():
        tell_anna(anna)
        transaction.set_rollback(True)
    assert not Letter.objects.exists()
    assert not Notice.objects.exists()
    assert ProcrastinateJob.objects.count() == jobs


def test_quiet_by_default_and_as_one_wishes(anna):
    tell_anna(anna, kind="test-news", key="quiet")
    assert not Letter.objects.exists()
    choose_rhythm(by=anna, person=anna, rhythm=Rhythm.AT_ONCE)
    tell_anna(anna, kind="test-news", key="loud")
    letter = Letter.objects.get()
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Notice.objects.of(anna).untold().count() == 1


def test_somebody_without_account_and_taking_back(db, anna):
    for _again in range(2):
        write_to(
            address="Kim@Example.org",
            name="Kim",
            language="fr",
            kind="test-secret",
            context={"what": "<b>"},
            key="invitation:1",
            hub_id=7,
        )
    letter = Letter.objects.get()
    assert (letter.to, letter.language, letter.hub_id) == ("Kim@Example.org", "fr", 7)
    assert "<b> has changed" in letter.text
    assert "&lt;b&gt; has changed" in letter.html
    assert cancel_letters(address="kim@example.org", hub_id=8) == 0
    assert cancel_letters(address="kim@example.org") == 1
    letter.refresh_from_db()
    assert (letter.state, letter.text) == (LetterState.CANCELLED, "")


def test_djangos_own_mails_go_the_same_way_one_for_each_recipient(anna):
    mail = EmailMultiAlternatives("Code", "12345", to=["ANNA@example.org"], bcc=["eve@example.org"])
    mail.attach_alternative("<p>12345</p>", "text/html")
    mail.send()
    first, second = Letter.objects.order_by("id")
    assert (first.person, first.html, first.is_secret) == (anna, "<p>12345</p>", True)
    assert (second.to, second.person) == ("eve@example.org", None)
