"""Answers that come in by IMAP, from a small server of our own: read once, kept on error, only delayed."""

from __future__ import annotations

import logging

import pytest
from django.db import DatabaseError, connection

from corridor.post.inbound.sorting import LARGEST
from corridor.post.inbound.sources import read_inbox
from corridor.post.models import InboundMail
from corridor.post.servers import inbox
from tests.post.imap import Mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings):
    server = Mailbox()
    settings.INBOX, settings.MAIL_TIMEOUT = inbox(server.url), 2
    yield server
    server.close()


def mail(number: int, text: str = "Hello") -> bytes:
    return f"From: eve@example.net\r\nMessage-ID: <{number}@example.net>\r\n\r\n{text}\r\n".encode()


def senders() -> list[str]:
    return list(InboundMail.objects.values_list("sender", flat=True))


def test_mails_are_read_once_and_marked(box):
    for number in range(3):
        box.add(mail(number))
    box.add(mail(9, "x" * 2 * LARGEST))
    assert [read_inbox(), read_inbox()] == [4, 0]
    assert box.seen == {1, 2, 3, 4}
    assert InboundMail.objects.count() == 4
    assert InboundMail.objects.filter(arrival="unreadable").count() == 1
    assert box.commands[-1] == "LOGOUT"


def test_what_cannot_be_kept_stays_in_the_mailbox(box):
    """The database fails at the first mail: none is marked, and all are read once it is back."""
    box.add(mail(1))
    box.add(mail(2))
    with connection.cursor() as cursor:
        cursor.execute("savepoint before")
        cursor.execute("alter table post_inboundmail rename to elsewhere")
    with pytest.raises(DatabaseError):
        read_inbox()
    assert box.seen == set()
    with connection.cursor() as cursor:
        cursor.execute("rollback to before")
    assert read_inbox() == 2
    assert box.seen == {1, 2}


@pytest.mark.parametrize("command", ["LOGIN", "SEARCH", "FETCH", "STORE", "LOGOUT"])
def test_a_server_that_hangs_up_only_delays(box, command, caplog):
    """Where the mark is lost the mail comes again, and is known by then."""
    box.add(mail(1))
    box.hangs_up_at = command
    with caplog.at_level(logging.WARNING):
        read_inbox()
    assert ("mail waits there" in caplog.text) is (command != "LOGOUT")
    assert "word" not in caplog.text
    box.hangs_up_at = ""
    read_inbox()
    assert senders() == ["eve@example.net"]
    assert box.seen == {1}


def test_a_dead_server_a_wrong_password_and_a_missing_folder(box, settings):
    box.add(mail(1))
    address = box.url
    for wrong in (address.replace("word", "sword"), address.replace("INBOX", "Elsewhere")):
        settings.INBOX = inbox(wrong)
        assert read_inbox() == 0
    box.close()
    settings.INBOX = inbox(address)
    assert read_inbox() == 0
    assert box.seen == set()
