from __future__ import annotations

from typing import Any

from corridor.operations.command import OperatorCommand
from corridor.operations.demo import reset_demo


class Command(OperatorCommand):
    help = "Stop the running demo and delete its data folder, and nothing else."

    def run(self, **options: Any) -> None:
        reset_demo(self.say)
