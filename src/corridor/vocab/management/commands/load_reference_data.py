from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from corridor.vocab.actions import load_reference_data


class Command(BaseCommand):
    help = "Load official lists, countries, regions and the connectivity vocabulary from their files."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_reference_data()
        if not loaded.changed:
            self.stdout.write("Reference data: unchanged.")
            return
        parts = ", ".join(f"{count} {what}" for what, count in loaded.counts.items())
        self.stdout.write(f"Reference data: loaded {parts}.")
