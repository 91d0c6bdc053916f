"""Every address and every person: who gets in, and what the others are told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import resolve, reverse
from django.utils.translation import override

from tests.house.conftest import NAMES
from tests.house.urls import routes

TABLE = Path(__file__).with_name("access.txt")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")

# What the operator may only look at, and what she may write.
LOOKED_AT = {
    *("members.Hub", "members.Organisation", "members.WorkingGroup", "members.ImportRun"),
    *("vocab.ReferenceData", "vocab.OfficialList", "vocab.Term", "vocab.Country", "vocab.Region"),
    *("vocab.Concept", "vocab.EverydayNeed", "procrastinate.ProcrastinateJob"),
    *("post.Letter", "post.Suppression", "post.InboundMail"),
}
WRITTEN = {"members.Seat", "members.GroupRole", "people.Person"}


@dataclass(frozen=True)
class Row:
    address: str
    method: str
    statuses: tuple[int, ...]


def table() -> list[Row]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [_row(line.split()) for line in lines if line.strip() and not line.startswith("#")]


def _row(words: list[str]) -> Row:
    address, method, *statuses = words
    numbers = tuple(int(status) for status in statuses)
    assert len(numbers) in (1, len(NAMES)), f"{address}: one status, or one for each of {', '.join(NAMES)}"
    return Row(address, method, numbers * len(NAMES) if len(numbers) == 1 else numbers)


def is_walked(row: Row, name: str) -> bool:
    """What this person gets is asked for by ``test_canary.py``, where every walk begins with it. The address
    of a calendar is itself the key to it, so there only Anna begins with hers."""
    is_given = row.method == "GET" and row.statuses[NAMES.index(name)] == 200
    return is_given and (name == "anna" or not row.address.startswith("/calendar/"))


def pattern_of(address: str) -> str:
    filled = re.sub(r"{\w+}", "1", address.partition("?")[0])
    with override("en"):
        return resolve(filled).route


def admin_addresses(label: str) -> dict[str, str]:
    model = apps.get_model(label)
    names = {"list": "changelist", "add": "add", "history": "history", "change": "change", "delete": "delete"}
    stem = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    first = model._default_manager.order_by("pk").first()
    of_one = [first.pk if first else 1]
    return {
        page: reverse(f"{stem}_{name}", args=[] if page in ("list", "add") else of_one)
        for page, name in names.items()
    }


def test_every_address_is_in_the_table(db):
    listed = {pattern_of(row.address) for row in table()}
    tables = {f"admin/{label.lower().replace('.', '/')}/" for label in LOOKED_AT | WRITTEN}
    missing = [
        route.pattern
        for route in routes()
        if route.pattern not in listed and not any(route.pattern.startswith(one) for one in tables)
    ]
    lines = "\n".join(f"/{pattern}    GET    {'200 ' * len(NAMES)}" for pattern in missing)
    assert not missing, f"add to {TABLE.name}, with a real address and who gets what:\n{lines}"


@pytest.mark.slow
@pytest.mark.parametrize("names", [NAMES[:4], NAMES[4:8], NAMES[8:]], ids="-".join)
def test_case_01_everybody_gets_what_the_table_says(ask, names):
    different = [
        f"{name}: {row.method} {row.address}: {got}, not {expected}"
        for name in names
        for row in table()
        if not is_walked(row, name)
        if (got := ask(name, row.method, row.address)) != (expected := row.statuses[NAMES.index(name)])
    ]
    assert different == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["eve", "olga"])
def test_no_address_does_anything_by_a_method_that_is_not_listed(ask, name):
    listed = {(row.address, row.method) for row in table()}
    pages = [row for row in table() if row.method == "GET" and not row.address.startswith("/admin/")]
    answered = [
        f"{method} {row.address} as {name}: {got}"
        for row in pages
        for method in UNSAFE
        if (row.address, method) not in listed
        if (got := ask(name, method, row.address)) != 405
        and got != (row.statuses[NAMES.index(name)] if row.statuses[NAMES.index(name)] >= 300 else 405)
    ]
    assert answered == []


def test_everything_that_is_written_needs_the_forms_token(everybody, without_notes, few_error_pages):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(everybody.people["olga"])
    for row in table():
        if row.method == "POST" and not row.address.startswith("/admin/"):
            by_key = row.address.startswith("/api/")  # there a session lets nobody in at all
            answer = strict.post(row.address.format(**everybody.values))
            assert (row.address, answer.status_code) == (row.address, 401 if by_key else 403)


def test_the_operators_tables_are_those_listed_here():
    assert {model._meta.label for model in admin.site._registry} == LOOKED_AT | WRITTEN


def test_the_operators_tables_are_for_olga_alone(ask):
    for label in sorted(LOOKED_AT | WRITTEN):
        is_olgas_alone(ask, label)


def is_olgas_alone(ask, label: str) -> None:
    may_write = label in WRITTEN
    exists = apps.get_model(label)._default_manager.exists()
    one = 200 if exists else 302  # Django leads back to the list
    expected = {
        "list": 200,
        "add": 200 if may_write else 403,
        "history": one,
        "change": one,
        "delete": 403,
    }
    for page, address in admin_addresses(label).items():
        got = tuple(ask(name, "GET", address) for name in NAMES)
        assert (address, got) == (address, (302,) * (len(NAMES) - 1) + (expected[page],))
        assert {ask(name, "POST", address) for name in NAMES[:-1]} == {302}
    if not may_write:
        addresses = admin_addresses(label)
        assert [ask("olga", "POST", addresses[page]) for page in ("add", "delete")] == [403, 403]


def test_what_a_person_sees_is_kept_by_no_cache(everybody):
    for name, address in product(NAMES[1:], ("/en/", "/en/hubs/nordlys/", "/en/search/?q=port")):
        response = everybody.client(name).get(address)
        assert (name, address, response["Cache-Control"]) == (name, address, "private, no-store")
        assert "Cookie" in response["Vary"]
