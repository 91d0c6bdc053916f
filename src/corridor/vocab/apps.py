from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext_lazy as _


class VocabConfig(AppConfig):
    name = "corridor.vocab"
    label = "vocab"
    verbose_name = _("Vocabulary")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from corridor.kernel.search.registry import register_places, register_terminology

        from . import privacy, search

        privacy.register()
        register_terminology(search.terminology)
        register_places(search.places)
        register(reference_files_are_sound, "vocab")


def reference_files_are_sound(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Part of ``corridor check``."""
    from .checks import problems

    return [Error(f"Reference data: {problem}", id="vocab.E001") for problem in problems()]
