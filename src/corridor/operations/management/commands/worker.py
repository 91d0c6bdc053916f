from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from corridor.operations.command import OperatorCommand
from corridor.operations.jobs import work


class Command(OperatorCommand):
    help = "Run background jobs (index texts, import, send) until SIGTERM or Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=1, help="jobs at the same time (1)")
        parser.add_argument("--once", action="store_true", help="end when no job is waiting")

    def run(self, **options: Any) -> None:
        work(concurrency=options["concurrency"], once=options["once"])
