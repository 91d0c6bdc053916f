"""Answers by reply, delivery reports and complaints; whatever else comes in is kept."""

from __future__ import annotations

import mailbox
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.test import Client
from django.utils import timezone

from corridor.members.confirming import ask_about_profiles
from corridor.members.models import GroupMembership, Hub, Seat
from corridor.post import actions
from corridor.post.answers import MAYBE, NO, YES
from corridor.post.delivery.rounds import deliver_all
from corridor.post.enums import Arrival, LetterState, Obstacle
from corridor.post.inbound.sorting import LARGEST, take_in
from corridor.post.inbound.sources import read_inbox
from corridor.post.inbound.texts import choice_in, first_lines
from corridor.post.models import InboundMail, Letter, Question, Suppression


@pytest.fixture(autouse=True)
def with_a_domain(settings):
    settings.MAIL_DOMAIN = "corridor.example"


@pytest.fixture
def question(anna, hub) -> Question:
    """Anna is asked whether the profile of Nordlys is still right."""
    Hub.objects.filter(pk=hub.pk).update(created_at=timezone.now() - timedelta(days=400))
    assert ask_about_profiles() == 1
    assert ask_about_profiles() == 0
    deliver_all()
    return Question.objects.get()


def mail(
    text: str = "Yes", *, to: str, sender: str = "anna@example.org", name: str = "1", **headers: str
) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = sender, to
    message["Message-ID"] = f"<{name}@example.org>"
    for header, value in headers.items():
        message[header.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def report(letter: Letter, status: str, *, to: str, action: str = "failed", name: str = "r") -> bytes:
    lines = (
        f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; x\nAction: {action}\nStatus: {status}\n"
    )
    return (
        f"From: mailer-daemon@mx.example\nTo: {to}\nMessage-ID: <{name}@mx.example>\nReturn-Path: <>\n"
        "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nSorry.\n"
        f"--b\nContent-Type: message/delivery-status\n\n{lines}Diagnostic-Code: smtp; 550 no such user\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {letter.message_id}\n\n--b--\n"
    ).encode()


def test_anna_answers_by_reply_once(question, anna, hub):
    letter = Letter.objects.get()
    assert letter.headers["Reply-To"] == question.reply_address
    assert question.url_for("yes") in letter.text
    take_in(
        mail(
            "Ja, alles gut!\n\nAm 3.4.2027 schrieb Corridor:\n> no", to=f"Corridor <{question.reply_address}>"
        )
    )
    hub.refresh_from_db()
    assert hub.confirmed_at is not None
    again = take_in(mail("Ja", to=question.reply_address))
    assert InboundMail.objects.get() == again
    other = take_in(mail("No", to=question.reply_address, name="2"))
    assert (other.arrival, Letter.objects.filter(kind="reply-refused").count()) == (Arrival.REFUSED, 1)
    take_in(mail("No", to=question.reply_address, name="3"))
    assert Letter.objects.filter(kind="reply-refused").count() == 1


def test_from_another_address_the_key_counts_and_it_is_recorded(question):
    take_in(mail("1", to=question.reply_address.upper(), sender="Anna <anna.private@example.net>"))
    question.refresh_from_db()
    assert (question.answer, question.answered_from) == ("yes", "anna.private@example.net")


def test_forged_expired_and_orphaned_keys_do_nothing(question, anna, hub):
    forged = take_in(
        mail(to="reply+aaaabbbbccccddddeeeeffffgggghhhh@corridor.example", sender="eve@example.net")
    )
    assert forged.arrival == Arrival.REFUSED
    Seat.objects.filter(person=anna).update(ended_at=timezone.now())
    assert take_in(mail(to=question.reply_address, name="2")).arrival == Arrival.REFUSED
    Question.objects.update(expires_at=timezone.now())
    assert take_in(mail(to=question.reply_address, name="3")).note == "expired"
    hub.refresh_from_db()
    assert hub.confirmed_at is None
    assert Client().post(f"/en/answer/{question.plain_key}/yes/").status_code == 410


def test_automatic_replies_are_ignored_and_unclear_ones_helped_once(question):
    for n, header in enumerate(
        ({"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"X_Auto_Response_Suppress": "All"})
    ):
        assert (
            take_in(mail(to=question.reply_address, name=f"auto{n}", **header)).arrival == Arrival.AUTOMATIC
        )
    for n in range(3):
        assert (
            take_in(mail("I will ask my colleague", to=question.reply_address, name=f"q{n}")).arrival
            == Arrival.UNCLEAR
        )
    (help_letter,) = Letter.objects.filter(kind="reply-unclear")
    assert "1  Yes, it is still right" in help_letter.text
    question.refresh_from_db()
    assert question.is_open


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("Да", YES), ("sí", YES), ("Ano.", YES), ("Igen!", YES), ("Tá", YES), ("NAI", YES), ("ΝΑΙ", YES),
        ("όχι", NO), ("Nein, danke", NO), ("nie", NO), ("Le", NO), ("níl", NO), ("2", NO), ("3.", MAYBE),
        ("b’fhéidir", MAYBE), ("Tal vez", MAYBE), ("4", None), ("yes or no?", None), ("", None),
        ("> yes", None), ("\n\nYes\n-- \nNo", YES), ("-- \nYes", None),
    ],
)  # fmt: skip
def test_answers_in_many_languages(text, choice):
    message = EmailMessage()
    message.set_content(text)
    assert choice_in(first_lines(message), (YES, NO, MAYBE)) == choice


def test_case_39_bounces_and_complaints_hold_the_address_back(question, anna):
    letter = Letter.objects.get()
    to = f"bounce+{letter.uid.hex}@corridor.example"
    take_in(report(letter, "4.4.1", to=to, action="delayed", name="d"))
    assert not Suppression.objects.exists()
    take_in(report(letter, "5.1.1", to=to))
    letter.refresh_from_db()
    assert letter.state == LetterState.FAILED
    assert "came back: 5.1.1" in letter.reason
    assert Suppression.objects.get().address == anna.email
    actions.tell(person=anna, kind="test-needed", context={"what": "x"}, key="after")
    deliver_all()
    assert Letter.objects.get(key="after").state == LetterState.SUPPRESSED

    forged = report(
        Letter(message_id="<" + "0" * 32 + "@corridor.example>"), "5.1.1", to="x@corridor.example", name="f"
    )
    assert take_in(forged).arrival == Arrival.OTHER
    complaint = report(letter, "5", to="abuse@corridor.example", name="c").replace(
        b"delivery-status;", b"feedback-report;"
    )
    assert take_in(complaint).arrival == Arrival.COMPLAINT
    assert set(Suppression.objects.values_list("obstacle", flat=True)) == {
        Obstacle.BOUNCE,
        Obstacle.COMPLAINT,
    }


def test_case_39_three_failures_in_thirty_days_hold_an_address_back(db, anna):
    """A full mailbox may be emptied; one that refuses again and again is given up."""
    letters = []
    for n in range(4):
        actions.tell(person=anna, kind="test-needed", context={"what": "x"}, key=str(n))
        letters.append(Letter.objects.get(key=str(n)))
    deliver_all()
    Letter.objects.filter(key="0").update(written_at=timezone.now() - timedelta(days=31))
    held_back = []
    for n, letter in enumerate([*letters[:3], letters[2], letters[3]]):
        to = f"bounce+{letter.uid.hex}@corridor.example"
        take_in(report(letter, "5.2.2", to=to, name=f"full{n}"))
        held_back.append(Suppression.objects.count())
    # The first is too long ago, and the third came back twice.
    assert held_back == [0, 0, 0, 0, 1]
    assert Suppression.objects.get().obstacle == Obstacle.BOUNCE


def test_hostile_mail_is_kept_and_does_no_harm(db):
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(200))
    bad = [
        b"",
        b"\x00\xff" * 50,
        b"X" * (LARGEST + 5),
        b"From: a@b.c\n" + deep,
        b"From: =?utf-8?q?\xff?=\nSubject: \xff\x00\n\nx",
    ]
    for raw in bad:
        kept = take_in(raw)
        assert kept.arrival in (Arrival.UNREADABLE, Arrival.OTHER)
        assert len(kept.raw) <= 256 * 1024
    assert InboundMail.objects.count() == len(bad)


def test_a_maildir_is_read_once(question, settings, tmp_path):
    settings.INBOX = tmp_path / "in"
    box = mailbox.Maildir(settings.INBOX, create=True)
    box.add(mail(to=question.reply_address))
    assert read_inbox() == 1
    assert read_inbox() == 0
    assert [message.get_flags() for message in box] == ["S"]
    question.refresh_from_db()
    assert question.answer == "yes"


def test_looking_at_a_link_changes_nothing_and_its_button_answers(question, hub):
    address = question.url_for("yes").removeprefix("http://127.0.0.1:8000")
    client = Client(enforce_csrf_checks=True)
    for _look in range(2):
        assert client.get(address).status_code == 200
        assert client.head(address).status_code == 200
    question.refresh_from_db()
    assert question.is_open
    assert client.post(address).status_code == 403
    GroupMembership.objects.all()
    plain = Client()
    assert plain.post(address).status_code == 303
    assert "You answered: Yes, it is still right" in plain.get(address).content.decode()
    assert plain.post(address.replace("/yes/", "/no/")).status_code == 410
