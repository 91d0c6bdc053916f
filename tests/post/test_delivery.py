"""Each recipient gets a letter at most once, and every letter ends as sent or with a reason."""

from __future__ import annotations

import signal
import time
from datetime import timedelta
from email import message_from_bytes, policy
from functools import partial

import dkim
import psycopg
import pytest
import time_machine
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.db import connection
from django.utils import timezone

from corridor.kernel.errors import Refused
from corridor.people.models import Person
from corridor.post.actions import lift_suppression, send_again, tell, write_to
from corridor.post.delivery import rounds
from corridor.post.delivery.rounds import deliver_all
from corridor.post.digests import write_digests
from corridor.post.enums import LetterState, Rhythm
from corridor.post.models import Letter, MailWish, Notice, Suppression
from corridor.post.servers import smtp_server

from .servers import Mailserver, Running, worker

PATIENCE = {"MAIL_TIMEOUT": 1.0, "MAIL_BACKOFF": (0.0, 0.0), "MAIL_LAST_ATTEMPT": 4}
PECULIAR = {0: "busy", 1: "gone", 2: "slow", 3: "hang", 4: "drop", 5: "full"}


@pytest.fixture
def mailserver():
    return Mailserver()


@pytest.fixture
def running(mailserver, settings):
    controller = Running(mailserver)
    controller.start()
    settings.SMTP = smtp_server(controller.url)
    settings.MAIL_DOMAIN = "corridor.example"
    for name, value in PATIENCE.items():
        setattr(settings, name, value)
    yield controller
    controller.stop()


def letter_to(address: str, key: str = "one", **more) -> Letter:
    return write_to(
        address=address, name="Kim", language="en", kind="test-secret", context={"what": "x"}, key=key, **more
    )


def states() -> dict[str, str]:
    return dict(Letter.objects.values_list("to", "state"))


def people(number: int) -> list[Person]:
    """One in fifty has a mailbox with a peculiarity, each of the six in turn."""
    names = [f"{PECULIAR[n // 50 % 6] if n % 50 == 0 else 'fine'}-{n}@example.org" for n in range(number)]
    return Person.objects.bulk_create(Person(email=name, name="Kim", password="!") for name in names)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_case_35_a_digest_for_a_thousand_while_the_worker_is_killed(mailserver, running):
    """Each exactly once, or listed with the reason: 451, 550, hanging before and after the text, kill -9."""
    everybody = people(1000)
    MailWish.objects.bulk_create(MailWish(person=one, rhythm=Rhythm.DAILY) for one in everybody)
    Notice.objects.bulk_create(
        Notice(person=one, kind="test-news", key="n", language="en", title="Nordlys") for one in everybody
    )
    with time_machine.travel(timezone.localtime().replace(hour=9), tick=False):
        assert write_digests() == 1000
        assert write_digests() == 0
    Letter.objects.update(next_attempt_at=timezone.now() - timedelta(days=1))

    taken = mailserver.when_taken(400)
    first = worker(running.url, **PATIENCE)
    try:
        assert taken.wait(60)
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait()
    deliver_all()
    deliver_all()

    assert max(mailserver.recipients.count(to) for to in set(mailserver.recipients)) == 1
    everyone = dict(Letter.objects.values_list("to", "state"))
    assert set(everyone.values()) <= {LetterState.SENT, LetterState.FAILED, LetterState.UNCERTAIN}
    unsent = Letter.objects.exclude(state=LetterState.SENT)
    assert all(unsent.values_list("reason", flat=True))
    by_name = {"gone": LetterState.FAILED, "full": LetterState.FAILED, "hang": LetterState.UNCERTAIN}
    by_name |= {"drop": LetterState.UNCERTAIN, "busy": LetterState.SENT, "slow": LetterState.SENT}
    odd = [(to, state) for to, state in everyone.items() if by_name.get(to[:4], LetterState.SENT) != state]
    # Only the one letter that was being handed over when the worker was killed may be different.
    assert [state for _to, state in odd] in ([], [LetterState.UNCERTAIN]), odd
    never = set(everyone) - set(mailserver.recipients) - {to for to, _state in odd}
    assert {to[:4] for to in never} == {"gone", "full"}
    assert mailserver.connections < 100
    assert Suppression.objects.count() == sum(to.startswith("gone-") for to in everyone)


def test_case_39_refusals_hangs_and_outage_end_with_a_reason(db, mailserver, running, settings):
    for name in ("busy-1", "gone-1", "hang-1", "drop-1", "slow-1", "fine-1"):
        letter_to(f"{name}@example.org")
    for _round in range(3):
        deliver_all()
    assert states() == {
        "busy-1@example.org": "sent",
        "gone-1@example.org": "failed",
        "hang-1@example.org": "uncertain",
        "drop-1@example.org": "uncertain",
        "slow-1@example.org": "sent",
        "fine-1@example.org": "sent",
    }
    assert "5.1.1" in Letter.objects.get(to="gone-1@example.org").reason
    letter_to("gone-1@example.org", key="two")
    deliver_all()
    assert Letter.objects.get(key="two").state == LetterState.SUPPRESSED
    assert mailserver.tried["gone-1@example.org"] == 1

    port = running.port
    settings.SMTP = smtp_server("smtp://127.0.0.1:1")
    settings.MAIL_BACKOFF = (60.0, 3600.0)
    letter_to("fine-2@example.org")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _quarter in range(4 * 24):
            clock.shift(timedelta(minutes=15))
            deliver_all()
        waiting = Letter.objects.get(to="fine-2@example.org")
        assert (waiting.state, waiting.attempts) == (LetterState.WAITING, 0)
        settings.SMTP = smtp_server(f"smtp://127.0.0.1:{port}")
        deliver_all()
    assert mailserver.recipients.count("fine-2@example.org") == 1


def test_a_letter_is_tried_less_and_less_often_and_then_given_up(db, mailserver, running, settings):
    settings.MAIL_BACKOFF, settings.MAIL_LAST_ATTEMPT = (60.0, 300.0), 5
    mailserver.tried["busy-1@example.org"] = -100
    letter = letter_to("busy-1@example.org")
    pauses = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        while True:
            deliver_all()
            letter.refresh_from_db()
            if letter.state != LetterState.WAITING:
                break
            pauses.append((letter.next_attempt_at - timezone.now()).total_seconds())
            clock.shift(pauses[-1])
    assert (pauses, letter.state) == ([60, 120, 240, 300], LetterState.FAILED)
    assert "gave up after 5 attempts: 451" in letter.reason


def test_a_letter_lost_with_its_worker_is_listed_and_sent_again_only_by_a_person(
    db, mailserver, running, olga
):
    letter = letter_to("fine-1@example.org")
    Letter.objects.update(state=LetterState.SENDING)
    deliver_all()
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == (LetterState.UNCERTAIN, rounds.LOST)
    send_again(by=olga, letter=letter)
    deliver_all()
    assert mailserver.recipients == ["fine-1@example.org"]
    with pytest.raises(Refused):
        send_again(by=olga, letter=letter)


def test_what_is_taken_back_does_not_leave_and_secrets_are_forgotten(db, mailserver, running, anna):
    letter_to("fine-1@example.org", reply_to="reply+key@corridor.example")
    tell(person=anna, kind="test-needed", context={"what": "x"}, key="closed")
    Person.objects.filter(pk=anna.pk).update(is_active=False)
    deliver_all()
    assert states() == {"fine-1@example.org": "sent", "anna@example.org": "cancelled"}
    assert mailserver.messages[0]["Reply-To"] == "reply+key@corridor.example"
    secret = Letter.objects.get(to="fine-1@example.org")
    assert (secret.text, secret.html, secret.headers) == ("", "", {})
    old = letter_to("fine-2@example.org")
    Letter.objects.filter(pk=old.pk).update(not_after=timezone.now() - timedelta(hours=1))
    deliver_all()
    assert "too late" in Letter.objects.get(pk=old.pk).reason


def test_who_says_that_the_address_works_gets_mail_again(db, mailserver, running, anna):
    rounds.suppress("anna@example.org", "bounce", "5.1.1")
    tell(person=anna, kind="test-needed", context={"what": "x"}, key="1")
    deliver_all()
    lift_suppression(by=anna, address="Anna@example.org")
    tell(person=anna, kind="test-needed", context={"what": "x"}, key="2")
    deliver_all()
    assert mailserver.recipients == ["anna@example.org"]


def test_case_39_the_dkim_signature_is_valid_and_headers_are_as_they_should_be(
    anna, mailserver, running, settings, tmp_path
):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private, public = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    settings.DKIM_KEY = tmp_path / "key.pem"
    settings.DKIM_KEY.write_bytes(
        key.private_bytes(
            private, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )
    )
    settings.DKIM_SELECTOR = "story"
    settings.MAIL_FROM = "Smart Connectivity <post@corridor.example>"
    MailWish.objects.create(person=anna, rhythm=Rhythm.AT_ONCE)
    tell(person=anna, kind="test-news", context={"what": "Łódź\n.\n..dots"}, key="1")
    deliver_all()

    ((sender, _to, content),) = mailserver.taken
    in_dns = key.public_key().public_bytes(serialization.Encoding.DER, public)
    assert dkim.verify(content, dnsfunc=partial(_record, in_dns))
    changed = content.replace(b"dots", b"bots")
    assert not dkim.verify(changed, dnsfunc=partial(_record, in_dns))

    letter = Letter.objects.get()
    assert sender == f"bounce+{letter.uid.hex}@corridor.example"
    mail = message_from_bytes(content, policy=policy.default)
    assert mail["Message-ID"] == letter.message_id == f"<{letter.uid.hex}@corridor.example>"
    assert (mail["To"], mail["Auto-Submitted"]) == ("Anna <anna@example.org>", "auto-generated")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].startswith("<http://")
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert "..dots" in mail.get_body(("plain",)).get_content()
    assert mail["Subject"] == "News about Łódź . ..dots"


def _record(public: bytes, name: bytes, **_more) -> bytes:
    import base64

    assert name.rstrip(b".") == b"story._domainkey.corridor.example"
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def test_two_workers_never_hand_over_the_same_letter(db, mailserver, running):
    """Another session holds the lock of a letter: it is left alone, without waiting."""
    first, second = letter_to("fine-1@example.org"), letter_to("fine-2@example.org")
    database = connection.settings_dict
    where = {"dbname": database["NAME"], "host": database["HOST"], "port": database["PORT"] or None}
    where |= {"user": database["USER"], "password": database["PASSWORD"] or None}
    with psycopg.connect(**where) as other:
        other.execute("select pg_advisory_lock(hashtextextended(%s, 0))", [f"post.letter.{first.pk}"])
        started = time.monotonic()
        assert deliver_all() == 1
        assert time.monotonic() - started < 2
        other.execute("select pg_advisory_unlock_all()")  # a session that closes lets go some time later
    other.close()
    assert mailserver.recipients == [second.to]
    assert deliver_all() == 1
