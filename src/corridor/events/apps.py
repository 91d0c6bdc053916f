from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "corridor.events"
    label = "events"
    verbose_name = _("Events")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import pgettext_lazy

        from . import audiences, feeds, owners, privacy
        from .door import registering as door
        from .programme import registering as programme
        from .registering import registering
        from .sheets import privacy as sheets
        from .tabs import register_tab

        register_tab("overview", pgettext_lazy("event", "Overview"), "events:event", 0)
        for part in (audiences, feeds, owners, privacy, registering, programme, sheets, door):
            part.register()
