from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BilateralsConfig(AppConfig):
    name = "corridor.bilaterals"
    label = "bilaterals"
    verbose_name = _("1:1 meetings")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .repairing import registering as repairing
        from .scheduling import registering as scheduling
        from .setting_up import registering as setting_up

        setting_up.register()
        scheduling.register()
        repairing.register()
