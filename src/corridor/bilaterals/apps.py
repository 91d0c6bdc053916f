from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BilateralsConfig(AppConfig):
    name = "corridor.bilaterals"
    label = "bilaterals"
    verbose_name = _("1:1 meetings")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import privacy
        from .asking import registering as asking
        from .profiles import registering as profiles
        from .suggesting import mailing as suggesting

        for part in (privacy, profiles, asking, suggesting):
            part.register()
