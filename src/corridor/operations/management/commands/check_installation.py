from __future__ import annotations

import sys
from typing import Any

from corridor.operations.command import OperatorCommand
from corridor.operations.examination import State, examine


class Command(OperatorCommand):
    help = "Say in one line each whether this installation is fit to run; ends with 1 if it is not."

    def run(self, **options: Any) -> None:
        colours = {State.OK: self.style.SUCCESS, State.WARN: self.style.WARNING, State.FAIL: self.style.ERROR}
        worst = False
        for finding in examine():
            self.stdout.write(f"{colours[finding.state](f'{finding.state:<4}')}  {finding.text}")
            worst = worst or finding.state is State.FAIL
        if worst:
            sys.exit(1)
