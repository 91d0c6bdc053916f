from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "corridor.events"
    label = "events"
    verbose_name = _("Events")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .door import registering as door
        from .programme import registering as programme
        from .sheets import privacy as sheets

        for part in (programme, sheets, door):
            part.register()
