from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from corridor.operations.command import OperatorCommand
from corridor.operations.web import serve


class Command(OperatorCommand):
    help = "Answer web requests until SIGTERM or Ctrl-C; a proxy such as nginx or caddy stands in front."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--listen", default=settings.LISTEN, help="address (CORRIDOR_LISTEN)")
        parser.add_argument("--port", type=int, default=settings.PORT, help="port (CORRIDOR_PORT)")
        parser.add_argument(
            "--workers", type=int, default=settings.WORKERS, help="processes (CORRIDOR_WORKERS)"
        )

    def run(self, **options: Any) -> None:
        serve(listen=options["listen"], port=options["port"], workers=options["workers"])
