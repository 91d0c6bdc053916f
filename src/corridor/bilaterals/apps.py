from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BilateralsConfig(AppConfig):
    name = "corridor.bilaterals"
    label = "bilaterals"
    verbose_name = _("1:1 meetings")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import privacy, public, tabs
        from .asking import registering as asking
        from .day import registering as day
        from .outcomes import registering as outcomes
        from .profiles import registering as profiles
        from .repairing import registering as repairing
        from .scheduling import registering as scheduling
        from .setting_up import registering as setting_up
        from .suggesting import mailing as suggesting

        before = (privacy, public, tabs, setting_up, profiles, asking, suggesting)
        for part in (*before, scheduling, repairing, day, outcomes):
            part.register()
