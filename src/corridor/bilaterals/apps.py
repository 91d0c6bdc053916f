from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BilateralsConfig(AppConfig):
    name = "corridor.bilaterals"
    label = "bilaterals"
    verbose_name = _("1:1 meetings")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .day import registering as day
        from .outcomes import registering as outcomes

        day.register()
        outcomes.register()
