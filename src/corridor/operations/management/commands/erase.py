from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from corridor.kernel.errors import Refused
from corridor.operations.command import OperatorCommand
from corridor.people.actions import erase
from corridor.people.models import Person
from corridor.people.queries import person_by_email


class Command(OperatorCommand):
    help = "Erase a person for good, also from backups that are restored later; minutes keep their sense."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", metavar="ADDRESS", help="with which the person signs in")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def run(self, **options: Any) -> None:
        person = person_by_email(options["address"])
        if person is None:
            raise Refused(f"There is no person with the address {options['address']}.")
        if not options["yes"] and not self._sure(person):
            raise Refused("Nobody was erased.")
        erase(person)
        self.say(f"Erased: account {person.uid}. Keep erased.jsonl of the data folder with your backups.")

    def _sure(self, person: Person) -> bool:
        self.say(f"{person.name} <{person.email}> is erased for good; this cannot be undone.")
        return input("Type the address again: ").strip().casefold() == person.email.casefold()
