from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    name = "corridor.referrals"
    label = "referrals"
    verbose_name = _("Referrals")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import audiences, owners, privacy
        from .handing import answering, escalation, waiting
        from .handing import letters as handing
        from .posting import agenda, interests, telling
        from .posting import letters as posting
        from .posting import waiting as received
        from .results import telling as results

        for part in (
            audiences,
            owners,
            privacy,
            posting,
            telling,
            received,
            agenda,
            interests,
            results,
            handing,
            answering,
            escalation,
            waiting,
        ):
            part.register()
