"""Dora asks Eve something about her application, and Eve simply answers the mail."""

from __future__ import annotations

import mailbox
from email.message import EmailMessage

import pytest
from django.utils import timezone

from corridor.members.admission import actions
from corridor.members.admission.enums import ApplicationState, MessageKind
from corridor.members.admission.models import Message
from corridor.post.enums import Arrival
from corridor.post.inbound.sources import read_inbox
from corridor.post.inbound.texts import LONGEST
from corridor.post.models import InboundMail, Letter, Question
from tests.members.admission import letters_to
from tests.members.test_admission import EVE, application_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(group, dora, cora, settings, tmp_path):
    """A question of Dora's by mail, and a maildir for what comes back."""
    settings.MAIL_DOMAIN, settings.INBOX = "corridor.example", tmp_path / "in"
    mailbox.Maildir(settings.INBOX, create=True)
    application = application_of(group)
    actions.ask_applicant(by=dora, application=application, text="How big is the ferry?")
    return application


def reply(
    settings, text: str, *, sender: str = EVE, to: str = "", html: str = "", **headers: str
) -> InboundMail:
    """Eve's mail program sends this, and the worker reads it."""
    message = EmailMessage()
    message["From"], message["To"] = (
        sender,
        to or Letter.objects.filter(kind="application-question").latest("id").headers["Reply-To"],
    )
    message["Message-ID"] = f"<{InboundMail.objects.count()}@fjordlab.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    if html:
        message.clear_content()
        message.set_content(html, subtype="html")
    mailbox.Maildir(settings.INBOX).add(message.as_bytes())
    assert read_inbox() == 1
    return InboundMail.objects.latest("id")


def said(application) -> list[str]:
    answers = (MessageKind.ANSWER, MessageKind.ADDITION)
    return list(
        Message.objects.filter(application=application, kind__in=answers).values_list("text", flat=True)
    )


def test_eve_answers_by_replying_and_only_her_own_words_are_kept(settings, asked, browser_of, dora, eve):
    question = Question.objects.get()
    letter = Letter.objects.get(kind="application-question")
    assert letter.headers["Reply-To"] == question.reply_address
    assert "by replying to this mail" in letter.text
    assert "its number" not in letter.text + letter.html
    assert eve.get(f"/en/answer/{question.plain_key}/").status_code == 404  # it is answered in words

    reply(
        settings,
        "Dear moderators,\n\nNinety metres.\nYear: 2019, we tested:\n\n<b>two</b> antennas.\n\n"
        f"On Mon, 3 Apr 2027, Corridor <{question.reply_address}\n> wrote:\n> How big is the ferry?\n"
        f"On 3.4.2027 Corridor <{question.reply_address}> wrote:\n> How big is the ferry?\n"
        "Bigger than the last one.\n-- \nEve Strand, director",
    )
    (text,) = said(asked)
    assert "Ninety metres.\nYear: 2019, we tested:\n\n<b>two</b> antennas." in text
    assert text.endswith("Bigger than the last one.")
    assert question.plain_key not in text
    assert "How big" not in text
    asked.refresh_from_db()
    assert asked.state == ApplicationState.OPEN
    assert letters_to("cora@example.org")[-1] == "application-answered"
    file = browser_of(dora).get(f"/en/smart-connectivity/applications/{asked.pk}/").content.decode()
    assert "&lt;b&gt;two&lt;/b&gt; antennas." in file
    question.refresh_from_db()
    assert (question.answer, question.answered_from) == ("written", "")

    # She has more to say, from another address: an addition, and it is recorded where it came from.
    reply(settings, "And a drone.", sender="eve.private@example.net")
    assert said(asked)[1:] == ["And a drone."]
    question.refresh_from_db()
    assert question.answered_from == "eve.private@example.net"


def test_long_quoted_automatic_and_empty_replies(settings, asked):
    assert reply(settings, "I am away.", Auto_Submitted="auto-replied").arrival == Arrival.AUTOMATIC
    assert reply(settings, "> How big is the ferry?\n-- \nEve").arrival == Arrival.UNCLEAR
    help_letter = Letter.objects.get(kind="reply-unclear")
    assert "How big is the ferry?" in help_letter.text
    assert "one of these words" not in help_letter.text
    assert said(asked) == []
    outlook = (
        "<p>Ninety.</p><script>alert(1)</script><p>From: Corridor, 2027</p><p>Sent: Monday</p><p>Old.</p>"
    )
    reply(settings, "", html=outlook)
    reply(settings, "x" * 20_000)
    first, second = said(asked)
    assert first == "Ninety."
    assert len(second) == LONGEST


def test_after_the_decision_and_with_a_forged_key_nothing_is_added(settings, asked, dora):
    forged = f"reply+{'a' * 32}@corridor.example"
    assert reply(settings, "Let me in.", to=forged, sender="mallory@example.net").arrival == Arrival.REFUSED
    actions.decline(by=dora, application=asked, reason="No.")
    assert reply(settings, "But it is big!").arrival == Arrival.REFUSED
    Question.objects.update(expires_at=timezone.now())
    assert reply(settings, "Please!").note == "expired"
    assert said(asked) == []
