"""A mail server that misbehaves as the recipient's name says, and a worker in a process of its own."""

from __future__ import annotations

import asyncio
import collections
import json
import os
import subprocess
import sys
import threading
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller
from django.db import connection

WORKER = """
import json, os, sys
import django
from django.conf import settings
for name, value in json.loads(os.environ["STORY_SETTINGS"]).items():
    setattr(settings, name, value)
settings.DATABASES["default"].update(json.loads(os.environ["STORY_DATABASE"]))
django.setup()
from corridor.post.delivery.rounds import deliver_all
deliver_all()
"""


class Mailserver:
    """``busy-1@`` is refused twice with 451, ``gone-1@`` for good, ``slow-1@`` hangs once before the
    text, ``hang-1@`` hangs once after it, ``drop-1@`` closes the connection after it."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str, bytes]] = []
        self.tried: collections.Counter[str] = collections.Counter()
        self.connections = 0
        self.after = (0, threading.Event())

    @property
    def recipients(self) -> list[str]:
        return [to for _sender, to, _content in self.taken]

    @property
    def messages(self) -> list[Message]:
        return [message_from_bytes(content) for _sender, _to, content in self.taken]

    def when_taken(self, number: int) -> threading.Event:
        self.after = (number, threading.Event())
        return self.after[1]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        self.tried[address] += 1
        if address.startswith("gone-"):
            return "550 5.1.1 No such mailbox"
        if address.startswith("full-"):
            return "550 5.2.2 Mailbox full"
        if address.startswith("busy-") and self.tried[address] <= 2:
            return "451 4.3.0 Try again later"
        if address.startswith("slow-") and self.tried[address] == 1:
            await asyncio.sleep(60)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        (to,) = envelope.rcpt_tos
        self.taken.append((envelope.mail_from, to, envelope.original_content))
        number, event = self.after
        if number and len(self.taken) >= number:
            event.set()
        if to.startswith("hang-"):
            await asyncio.sleep(60)
        if to.startswith("drop-"):
            server.transport.close()
        return "250 2.0.0 OK"


class Running(Controller):
    def __init__(self, handler: Mailserver) -> None:
        super().__init__(handler, hostname="127.0.0.1", port=0, enable_SMTPUTF8=False)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # any free one
        super()._trigger_server()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


def worker(url: str, **settings) -> subprocess.Popen[bytes]:
    """The delivery as a process that can be killed, on this test's database."""
    names = ("NAME", "HOST", "PORT", "USER", "PASSWORD")
    database = {name: connection.settings_dict[name] for name in names}
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "corridor.config.settings",
        "CORRIDOR_SMTP_URL": url,
        "STORY_DATABASE": json.dumps(database),
        "STORY_SETTINGS": json.dumps(settings),
    }
    return subprocess.Popen([sys.executable, "-c", WORKER], env=environment)
