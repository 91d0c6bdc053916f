from __future__ import annotations

from typing import Any

from corridor.operations.command import OperatorCommand
from corridor.operations.set_up import set_up_database


class Command(OperatorCommand):
    help = "Bring the database to this version: migrations, cache table, official lists, model files."

    def run(self, **options: Any) -> None:
        set_up_database(self.say)
