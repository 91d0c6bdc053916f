from django.apps import AppConfig


class VocabConfig(AppConfig):
    name = "corridor.vocab"
    label = "vocab"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from corridor.kernel.search.registry import register_places, register_terminology

        from . import search

        register_terminology(search.terminology)
        register_places(search.places)
