"""Nothing that somebody typed becomes a header, a template or another sender."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
import time_machine

from corridor.kernel.errors import Refused
from corridor.post import clean
from corridor.post.actions import tell, write_to
from corridor.post.delivery.messages import message_of, signed
from corridor.post.digests import write_digests
from corridor.post.models import Letter, MailWish
from corridor.post.placeholders import check, fill_in

ATTACKS = [
    "{user.__class__}", "{0}", "{name!r}", "{name:>99999999}", "{{7*7}}", "{% debug %}", "{{ settings }}",
    "{name.__init__.__globals__}", "{", "}", "{}", "{# x #}",
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_case_22_only_listed_placeholders(attack):
    with pytest.raises(Refused):
        check(f"Dear {attack}", {"name", "group"})


def test_case_22_values_are_data(anna):
    assert fill_in("Dear {name}!", {"name": "{name} {{7*7}}"}) == "Dear {name} {{7*7}}!"
    tell(person=anna, kind="test-needed", context={"what": "{{7*7}}{% debug %}<script>"}, key="1")
    letter = Letter.objects.get()
    assert letter.subject == "News about {{7*7}}{% debug %}<script>"
    assert "<script>" not in letter.html
    assert "49" not in letter.text


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b"])
def test_case_23_no_line_break_gets_into_a_header(db, anna, end):
    evil = f"x{end}Bcc: eve@example.org"
    for part in ({"address": f"kim@example.org{end}Bcc:eve@example.org"}, {"name": evil}):
        arguments = {"address": "kim@example.org", "name": "Kim"} | part
        with pytest.raises(Refused):
            write_to(**arguments, language="en", kind="test-secret", context={"what": "x"}, key="k")
    anna.name = evil
    tell(person=anna, kind="test-needed", context={"what": evil}, key="1")
    letter = Letter.objects.get()
    mail = message_from_bytes(signed(message_of(letter)), policy=policy.default)
    assert mail["Bcc"] is None
    assert mail["To"].addresses[0].addr_spec == "anna@example.org"
    assert len(mail.get_all("To")) == len(mail.get_all("Subject")) == 1
    Letter.objects.update(headers={"Reply-To": evil})
    with pytest.raises(Refused):
        message_of(Letter.objects.get())


def test_case_23_names_that_deceive_are_cleaned_or_left_out():
    assert clean.name("Anna \u202egro.elpmaxe@lived") == ""
    assert clean.name("Anna\u202e\u200b\u2066 Berg\ufeff") == "Anna Berg"
    assert clean.name("Commiѕѕion") == ""  # with Cyrillic letters that look Latin
    assert clean.name("Зоя Иванова") == "Зоя Иванова"
    assert clean.name("Ελένη Smith") == "Ελένη Smith"
    assert clean.name("security@ec.europa.eu") == ""
    assert clean.subject("a\u200bb\u202ec") == "abc"
    assert clean.on_the_wire("kim@bücher.example") == "kim@xn--bcher-kva.example"


def test_case_38_a_clock_that_jumps_makes_no_second_summary(anna):
    """Half past seven in Brussels; five minutes back, over midnight, and over the end of summer time."""
    MailWish.objects.create(person=anna, rhythm="daily")
    start = datetime(2026, 10, 24, 5, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        for number, (step, written) in enumerate(
            [
                (timedelta(minutes=29), 0 + 1),  # the day before was never told: it is, at any hour
                (timedelta(minutes=2), 1),
                (timedelta(minutes=-10), 0),
                (timedelta(minutes=15), 0),
                (timedelta(hours=24), 0),  # 06:36 in winter time: not yet
                (timedelta(hours=1), 1),
                (timedelta(hours=-30), 0),
                (timedelta(hours=30), 0),
            ]
        ):
            clock.shift(step)
            tell(person=anna, kind="test-news", context={"what": str(number)}, key=str(number))
            assert write_digests() == written, number
            assert write_digests() == 0
    keys = list(Letter.objects.values_list("key", flat=True))
    assert len(keys) == len(set(keys)) == 3


def test_summaries_come_in_the_morning_of_the_reader_and_only_with_something_in_them(anna, ben):
    for person, zone, rhythm in ((anna, "Europe/Lisbon", "daily"), (ben, "Europe/Helsinki", "weekly")):
        person.time_zone = zone
        person.save()
        MailWish.objects.create(person=person, rhythm=rhythm, last_digest_on=datetime(2027, 6, 6, tzinfo=UTC))
    monday = datetime(2027, 6, 7, tzinfo=UTC)
    with time_machine.travel(monday, tick=False) as clock:
        for person in (anna, ben):
            tell(person=person, kind="test-news", context={"what": "5G"}, key="1")
            tell(person=person, kind="test-news", context={"what": "Łódź"}, key="2")
        told = []
        for _quarter in range(4 * 24 * 8):
            clock.shift(timedelta(minutes=15))
            if write_digests():
                told.append((clock_time(), Letter.objects.latest("id").to))
    assert told == [("07 04:30", "ben@example.org"), ("07 06:30", "anna@example.org")]
    letter = Letter.objects.get(person=anna)
    assert letter.subject == "2 pieces of news"
    assert "* News about Łódź" in letter.text


def clock_time() -> str:
    return datetime.now(UTC).strftime("%d %H:%M")
