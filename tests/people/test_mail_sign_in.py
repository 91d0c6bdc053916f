"""Signing in, and a new passphrase or address, by mail: what is sent, how long it works, who learns what."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable

import pytest
import time_machine
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client

from corridor.kernel.journal import JournalEntry
from corridor.people.actions import end_sessions, open_account
from corridor.people.limits import MAILS
from corridor.people.models import Person
from corridor.post.models import Letter
from tests.conftest import PASSWORD

ASK, ENTER, FORGOTTEN, SIGN_IN = (
    "/en/sign-in/code/",
    "/en/sign-in/code/entry/",
    "/en/passphrase/",
    "/en/sign-in/",
)
NEW = "quite another passphrase"
NOBODY = "nobody@example.org"


def is_in(client: Client) -> bool:
    return client.get("/en/account/access/").status_code == 200


def ask(client: Client, email: str, **more):
    return client.post(ASK, {"email": email, **more})


def code_in(message) -> str:
    return re.search(r"^    (\S+)$", message.body, flags=re.MULTILINE)[1]


def link_in(message) -> str:
    """The path of the link, which stands on the configured host."""
    url = re.search(r"^(https?://\S+)$", message.body, flags=re.MULTILINE)[1]
    assert url.startswith("http://127.0.0.1:8000/")
    return url.removeprefix("http://127.0.0.1:8000")


def plain(response) -> str:
    """The answer without its form's token and what was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    return re.sub(r"\S+@example\.org", "…", text)


def test_anna_signs_in_by_the_code(anna, eve):
    answer = ask(eve, "Anna@Example.org", next="/en/hubs/nordlys/edit/")
    assert (answer.status_code, answer["Location"]) == (302, f"{ENTER}?next=%2Fen%2Fhubs%2Fnordlys%2Fedit%2F")
    (sent,) = mail.outbox
    assert sent.to == ["Anna@Example.org"]
    assert code_in(sent) in sent.subject
    page = eve.get(answer["Location"])
    assert (page.status_code, "no-store" in page["Cache-Control"]) == (200, True)
    entered = eve.post(answer["Location"], {"code": code_in(sent).lower(), "next": "/en/hubs/nordlys/edit/"})
    assert (entered.status_code, entered["Location"]) == (302, "/en/hubs/nordlys/edit/")
    assert is_in(eve)


def test_a_code_is_for_one_browser_one_time_and_a_quarter_of_an_hour(anna, eve):
    with time_machine.travel("2026-11-23 09:00:00+00:00", tick=False) as clock:
        ask(eve, anna.email)
        code = code_in(mail.outbox[0])
        elsewhere = Client()
        assert elsewhere.post(ENTER, {"code": code}).status_code == 302
        assert not is_in(elsewhere)
        clock.shift(15 * 60 + 1)
        eve.post(ENTER, {"code": code})
        assert not is_in(eve)
        ask(eve, anna.email)
        eve.post(ENTER, {"code": code_in(mail.outbox[1])})
        assert is_in(eve)
        eve.post("/en/sign-out/")
        eve.post(ENTER, {"code": code_in(mail.outbox[1])})
        assert not is_in(eve)


def test_three_wrong_codes_end_the_attempt(anna, eve):
    ask(eve, anna.email)
    wrong = [eve.post(ENTER, {"code": f"WRONG-{n}"}).status_code for n in range(3)]
    assert wrong == [422, 422, 302]
    eve.post(ENTER, {"code": code_in(mail.outbox[0])})
    assert not is_in(eve)


def test_the_link_works_on_another_device_once(anna, eve):
    ask(eve, anna.email, next="/en/hubs/nordlys/edit/")
    link = link_in(mail.outbox[0])
    phone, scanner = Client(), Client()
    for _ in range(2):  # programs that look at mails follow links
        page = scanner.get(link)
        assert (page.status_code, b"Sign in as Anna" in page.content) == (200, True)
        assert scanner.head(link).status_code == 200
    assert not is_in(scanner)
    answer = phone.post(link)
    assert (answer.status_code, answer["Location"]) == (302, "/en/hubs/nordlys/edit/")
    assert is_in(phone)
    again = Client()
    assert (again.get(link).status_code, again.post(link).status_code) == (410, 410)
    assert not is_in(again)


@pytest.mark.parametrize("spoiled", ["time", "closed", "sessions", "passphrase", "forged"])
def test_a_link_dies(anna, eve, spoiled):
    ask(eve, anna.email)
    link = link_in(mail.outbox[0])
    with time_machine.travel(time.time() + (15 * 60 + 2 if spoiled == "time" else 1)):
        if spoiled == "closed":
            Person.objects.update(is_active=False)
        elif spoiled == "sessions":
            end_sessions(anna)
        elif spoiled == "passphrase":
            anna.set_password(NEW)
            anna.save()
        elif spoiled == "forged":
            link = link.replace("/link/", "/link/x")
        assert Client().post(link).status_code == 410


def test_somebody_without_a_passphrase_gets_in_by_mail_and_sets_one(db, eve):
    frida = open_account(email="frida@example.org", name="Frida", language="fr")
    assert eve.post(SIGN_IN, {"username": frida.email, "password": ""}).status_code == 422
    ask(eve, frida.email)
    eve.post(link_in(mail.outbox[0]))
    assert is_in(eve)
    answer = eve.post("/en/account/access/passphrase/new/", {"password1": NEW, "password2": NEW})
    assert (answer.status_code, answer["Location"]) == (302, "/en/account/access/")
    assert is_in(eve)
    assert Client().login(username=frida.email, password=NEW)


def test_a_closed_account_gets_in_by_nothing(anna, eve):
    ask(eve, anna.email)
    Person.objects.update(is_active=False)
    answer = eve.post(ENTER, {"code": code_in(mail.outbox[0])})
    assert answer.status_code == 302
    assert not is_in(eve)


def test_a_forgotten_passphrase_is_set_anew_and_every_session_ends(anna, eve, browser_of):
    elsewhere = browser_of(anna)
    answer = eve.post(FORGOTTEN, {"email": anna.email})
    assert (answer.status_code, answer["Location"]) == (302, "/en/passphrase/sent/")
    link = link_in(mail.outbox[0])
    form = eve.get(link, follow=True)
    (place, _status) = form.redirect_chain[-1]
    assert "set-password" in place
    assert eve.post(place, {"password1": "short", "password2": "short"}).status_code == 422
    assert eve.post(place, {"password1": NEW, "password2": NEW}).status_code == 302
    assert not is_in(elsewhere)
    assert not is_in(eve)
    assert Client().get(link, follow=True).status_code == 410
    assert Client().login(username=anna.email, password=NEW)
    assert "by a link" in mail.outbox[1].body
    assert JournalEntry.objects.filter(verb="set-passphrase", record_id=str(anna.pk)).exists()


def test_a_link_for_a_new_passphrase_is_too_old_after_two_hours(anna, eve):
    with time_machine.travel("2026-11-23 09:00:00+00:00", tick=False) as clock:
        eve.post(FORGOTTEN, {"email": anna.email})
        clock.shift(2 * 60 * 60 + 1)
        assert eve.get(link_in(mail.outbox[0]), follow=True).status_code == 410


def test_a_new_address_counts_when_it_is_confirmed_from_there(anna, ben, eve):
    eve.post(SIGN_IN, {"username": anna.email, "password": PASSWORD})
    change = "/en/account/access/address/"
    assert eve.post(change, {"email": "new@example.org"}).status_code == 302
    (to_new,) = mail.outbox
    assert to_new.to == ["new@example.org"]
    anna.refresh_from_db()
    assert anna.email == "anna@example.org"
    link = link_in(to_new)
    assert Client().get(link).status_code == 200
    anna.refresh_from_db()
    assert anna.email == "anna@example.org"
    assert eve.post(link).status_code == 302
    anna.refresh_from_db()
    assert anna.email == "new@example.org"
    assert mail.outbox[1].to == ["anna@example.org"]
    assert JournalEntry.objects.get(verb="change-address").by_id == anna.pk
    assert Client().login(username="new@example.org", password=PASSWORD)
    assert not Client().login(username="anna@example.org", password=PASSWORD)
    # An address of somebody else is answered alike, and comes to nothing.
    assert eve.post(change, {"email": ben.email}).status_code == 302
    eve.post(link_in(mail.outbox[2]))
    anna.refresh_from_db()
    assert anna.email == "new@example.org"


# Security case 10: nobody learns who has an account.


@pytest.mark.parametrize(("address", "field"), [(ASK, "email"), (FORGOTTEN, "email")])
def test_case_10_the_answer_is_the_same_for_known_unknown_and_closed(anna, ben, address, field):
    ben.is_active = False
    ben.save()
    seen = set()
    for email in (anna.email, NOBODY, ben.email):
        client = Client()
        first = client.post(address, {field: email})
        second = client.get(first["Location"])
        seen.add((first.status_code, first["Location"], second.status_code, plain(second)))
        seen.add((first.status_code, first["Location"], *_wrong_code(client, address, second)))
    assert len({one[:2] for one in seen}) == 1
    assert len(seen) == 2
    assert len(mail.outbox) == 3
    assert "no account" in mail.outbox[1].subject


def _wrong_code(client: Client, address: str, second) -> tuple[int, str]:
    if address != ASK:
        return second.status_code, plain(second) + "again"
    wrong = client.post(ENTER, {"code": "WRONG"})
    return wrong.status_code, plain(wrong)


def test_case_10_the_limit_of_mails_is_the_same_for_an_address_that_nobody_has(anna):
    for email in (anna.email, NOBODY):
        statuses = [ask(Client(), email).status_code for _ in range(MAILS.attempts + 1)]
        assert statuses == [302] * MAILS.attempts + [429]


class Brisk(PBKDF2PasswordHasher):
    """Slow enough to be seen where it is left out, and no slower."""

    iterations = 10_000


def times(step: Callable[[str], object], known: str, tries: int) -> tuple[list[float], list[float]]:
    """How long the step takes for a known and an unknown address, by turns."""
    taken: dict[bool, list[float]] = {True: [], False: []}
    for number in range(tries):
        for is_known in (number % 2 == 0, number % 2 == 1):
            cache.clear()
            begin = time.perf_counter()
            step(known if is_known else NOBODY)
            taken[is_known].append(time.perf_counter() - begin)
    return taken[True], taken[False]


@pytest.mark.parametrize("way", ["passphrase", "code", "reset"])
def test_case_10_the_answer_takes_as_long_for_known_and_unknown(anna, settings, way):
    settings.PASSWORD_HASHERS = [f"{__name__}.Brisk"]
    settings.EMAIL_BACKEND = "corridor.post.backend.OutboxBackend"
    anna.set_password(PASSWORD)
    anna.save()
    steps = {
        "passphrase": lambda email: Client().post(SIGN_IN, {"username": email, "password": "wrong"}),
        "code": lambda email: ask(Client(), email),
        "reset": lambda email: Client().post(FORGOTTEN, {"email": email}),
    }
    steps[way](anna.email)
    apart = []
    for _ in range(4):  # other work on this machine may spoil a round
        known, unknown = times(steps[way], anna.email, 15)
        apart.append(abs(statistics.median(known) / statistics.median(unknown) - 1))
        if apart[-1] < 0.1:
            break
    assert apart[-1] < 0.1, apart
    if way != "passphrase":  # queued for both, and sent by nobody while somebody waits
        assert set(Letter.objects.values_list("to", flat=True)) == {anna.email, NOBODY}


# Security case 14: the Host header decides nothing.


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:8000@evil.example", "evil.example:8000"])
def test_case_14_another_host_gets_400_and_no_mail_is_sent(anna, host):
    for address in (ASK, FORGOTTEN):
        assert Client().post(address, {"email": anna.email}, headers={"Host": host}).status_code == 400
    assert mail.outbox == []


def test_case_14_links_lead_to_the_configured_host_whatever_the_request_says(anna, settings):
    settings.BASE_URL = "https://corridor.example"
    forged = {"Host": "localhost", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    Client().post(FORGOTTEN, {"email": anna.email}, headers=forged)
    Client().post(ASK, {"email": anna.email}, headers=forged)
    for sent in mail.outbox:
        links = re.findall(r"https?://[^/\s]+(?=/)", sent.body)
        assert set(links) == {"https://corridor.example"}


def test_case_14_pages_that_let_in_are_kept_by_no_cache(anna, eve):
    ask(eve, anna.email)
    link = link_in(mail.outbox[0])
    for address in (SIGN_IN, ENTER, link):
        answer = eve.get(address)
        assert "no-store" in answer["Cache-Control"]
        assert "Cookie" in answer["Vary"]


# Security case 15: sessions.


def test_case_15_the_session_gets_another_key_by_every_way_in(anna):
    for way in ("code", "link"):
        client = Client()
        ask(client, anna.email)
        planted = client.session.session_key
        if way == "code":
            client.post(ENTER, {"code": code_in(mail.outbox[-1])})
        else:
            client.post(link_in(mail.outbox[-1]))
        assert is_in(client)
        assert client.session.session_key != planted
        thief = Client()
        thief.cookies["sessionid"] = planted
        assert not is_in(thief)


def test_case_15_a_new_passphrase_ends_the_other_sessions_and_keeps_this_one(anna):
    here, there = Client(), Client()
    for client in (here, there):
        client.post(SIGN_IN, {"username": anna.email, "password": PASSWORD})
    change = "/en/account/access/passphrase/"
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post(change, form | {"oldpassword": "wrong"}).status_code == 422
    assert here.post(change, form).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
    assert "passphrase was changed" in mail.outbox[-1].body


def test_case_15_anna_sees_her_sessions_and_ends_one_or_all(anna, ben):
    clients = [
        Client(headers={"User-Agent": f"Mozilla/5.0 (X11; Linux x86_64) Firefox/{n}"}) for n in range(4)
    ]
    for client in clients:
        client.post(SIGN_IN, {"username": anna.email, "password": PASSWORD})
    here = clients[0]
    page = here.get("/en/account/access/").content.decode()
    assert page.count("Firefox · Linux</strong>") == 4
    endings = re.findall(r"/en/account/access/sessions/\d+/ending/", page)
    assert len(endings) == 3
    bens = Client()
    bens.post(SIGN_IN, {"username": ben.email, "password": PASSWORD})
    assert bens.post(endings[0]).status_code == 404
    assert here.post(endings[0]).status_code == 303
    assert [is_in(client) for client in clients].count(False) == 1
    old_key = here.session.session_key
    assert here.post("/en/account/access/sessions/ending/").status_code == 303
    assert [is_in(client) for client in clients] == [True, False, False, False]
    assert here.session.session_key != old_key
    assert is_in(bens)
