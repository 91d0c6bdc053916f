from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from corridor.operations.command import OperatorCommand
from corridor.operations.demo import run_demo


class Command(OperatorCommand):
    help = "Fill in the demo network and run web and worker until Ctrl-C; prints address and sign-ins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--port", type=int, default=settings.PORT, help="port (the next free one if taken)"
        )
        parser.add_argument("--no-serve", action="store_true", help="fill in only, start nothing")

    def run(self, **options: Any) -> None:
        run_demo(self.say, port=options["port"], serve=not options["no_serve"])
