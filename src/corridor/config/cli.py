"""The ``corridor`` command: Django management under a proper name, with help that teaches."""

from __future__ import annotations

import difflib
import os
import pkgutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corridor.kernel.loading import loading


@dataclass(frozen=True)
class Described:
    """One command in the help: what it is for, how it is written, and the module that does it.

    One that needs no records starts without loading the rooms, which takes most of a second.
    """

    about: str
    example: str = ""
    module: str = ""
    needs_records: bool = True


GROUPS: dict[str, dict[str, Described]] = {
    "Try it": {
        "demo": Described("the demo network on this machine, until Ctrl-C", "corridor demo --port 8080"),
        "demo-reset": Described("stop the demo and delete its data", module="demo_reset"),
    },
    "Run it": {
        "migrate": Described("bring the database to this version", module="set_up_database"),
        "serve": Described(
            "answer web requests", "corridor serve --listen 127.0.0.1 --port 8000", needs_records=False
        ),
        "worker": Described("run background jobs", "corridor worker --concurrency 2"),
        "check": Described("is this installation fit to run?", module="check_installation"),
        "reindex": Described("build the index of the Qdrant cluster anew, while searches go on"),
    },
    "Work with the content": {
        "import": Described(
            "read hubs or services from a spreadsheet, with a preview", "corridor import hubs FILE.xlsx --yes"
        ),
        "export": Described("write the same columns again", "corridor export hubs FILE.xlsx"),
        "search": Described(
            "find hubs in any language of the EU", 'corridor search "réseau 5G privé" --lang fr'
        ),
        "schedule": Described(
            "the best schedule of an event's meetings",
            "corridor schedule EVENT.json --seconds 60",
            needs_records=False,
        ),
    },
    "Keep it safe": {
        "backup": Described("database and uploads in one file", "corridor backup FILE.tar.gz"),
        "restore": Described("the same rows again, in an empty installation", "corridor restore FILE.tar.gz"),
        "erase": Described("a person, for good", "corridor erase anna@example.org"),
    },
}
OURS = {name: described for group in GROUPS.values() for name, described in group.items()}
HELP_WORDS = frozenset({"help", "--help", "-h"})


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.config.settings")
    sys.exit(run(sys.argv[1:]))


def run(words: list[str]) -> int:
    """Run one command line; the exit code."""
    if not words or words[0] in HELP_WORDS:
        return explain(words[1:])
    if words[0] in ("--version", "version"):
        return tell_version()
    if words[0] == "django":
        return run_django(words[1:])
    if described := OURS.get(words[0]):
        return run_ours(words, described)
    return run_other(words)


def explain(words: list[str]) -> int:
    if words:
        return run([words[0], "--help"])
    print(overview())  # noqa: T201
    return 0


def overview() -> str:
    lines = ["corridor COMMAND [OPTIONS]      corridor help COMMAND explains one", ""]
    for title, commands in GROUPS.items():
        lines.append(title)
        for name, described in commands.items():
            lines.append(f"  {name:<12}{described.about}")
            if described.example:
                lines.append(f"  {'':<12}  {described.example}")
        lines.append("")
    lines += ["Django's own (corridor django COMMAND, or plainly where the name is free)"]
    lines += _in_columns(django_commands())
    lines += ["", "Settings come from the environment: docs/settings.md lists them."]
    return "\n".join(lines)


def _in_columns(names: list[str], width: int = 90) -> list[str]:
    lines = [" "]
    for name in names:
        if len(lines[-1]) + len(name) > width:
            lines.append(" ")
        lines[-1] += f" {name}"
    return lines


def django_commands() -> list[str]:
    import django.core.management

    folder = Path(django.core.management.__file__).parent / "commands"
    return sorted(module.name for module in pkgutil.iter_modules([str(folder)]))


def tell_version() -> int:
    from corridor import __version__

    print(f"Corridor {__version__}")  # noqa: T201
    return 0


def run_ours(words: list[str], described: Described) -> int:
    """One of our commands; its module may have another name, where Django uses ours itself."""
    from django.core.management import load_command_class

    module = described.module or words[0]
    with loading():
        room = _commands().get(module) if described.needs_records else _operations()
        if room is None:
            return complain(f"This version of Corridor has no command {words[0]!r}.")
        command = load_command_class(room, module) if isinstance(room, str) else room
    command.run_from_argv(["corridor", *words])
    return 0


def _commands() -> dict[str, Any]:
    """All commands by name, with the room that has each; loads the rooms."""
    import django
    from django.core.management import get_commands

    django.setup()
    return get_commands()


def _operations() -> str:
    """The room of commands that need no records, with what they say going where it should."""
    from django.conf import settings
    from django.utils.log import configure_logging

    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    return "corridor.operations"


def run_django(words: list[str]) -> int:
    from django.core.management import execute_from_command_line

    with loading():
        _commands()
    execute_from_command_line(["corridor django", *words])
    return 0


def run_other(words: list[str]) -> int:
    """A command of Django or of another package; or a word that is no command."""
    with loading():
        known = _commands()
    if words[0] in known:
        return run_django(words)
    near = difflib.get_close_matches(words[0], [*OURS, *known], n=1, cutoff=0.5)
    guess = f" Did you mean {near[0]!r}?" if near else ""
    return complain(f"There is no command {words[0]!r}.{guess} `corridor --help` lists them all.")


def complain(text: str) -> int:
    print(text, file=sys.stderr)  # noqa: T201
    return 2


if __name__ == "__main__":
    main()
