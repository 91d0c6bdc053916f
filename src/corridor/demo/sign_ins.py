"""The demo's one password, and who can sign in with it."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.hashers import check_password

from corridor.people.models import Person

from .enums import DemoRole
from .network import Network


@dataclass(frozen=True)
class SignIn:
    role: str
    name: str
    email: str


def kept_password(path: Path) -> tuple[str, bool]:
    """The password of this installation's demo, and whether it was made just now."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip(), False
    password = secrets.token_urlsafe(12)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(password + "\n")
    return password, True


def working_sign_ins(network: Network, password: str) -> tuple[SignIn, ...]:
    """The sign-ins that work today: without those whose password or account somebody has changed."""
    people = Person.objects.filter(is_fictional=True, is_active=True).in_bulk(
        list(network.sign_ins.values()), field_name="email"
    )
    opened = {
        kept: check_password(password, kept) for kept in {person.password for person in people.values()}
    }
    offered = [(role, people.get(network.sign_ins[role.value])) for role in DemoRole]
    return tuple(
        SignIn(str(role.label), person.name, person.email)
        for role, person in offered
        if person and opened[person.password]
    )
