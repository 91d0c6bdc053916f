"""What all of Olga's commands have in common."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from corridor.kernel.errors import Refused


class OperatorCommand(BaseCommand):
    """Help without Django's general options; a refusal is one sentence and exit code 1."""

    requires_system_checks: list[str] = []
    suppressed_base_arguments = {
        "--version",
        "-v",
        "--settings",
        "--pythonpath",
        "--traceback",
        "--no-color",
        "--force-color",
    }

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.run(**options)
        except Refused as refusal:
            raise CommandError(str(refusal.text)) from refusal

    def run(self, **options: Any) -> None:
        raise NotImplementedError

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
