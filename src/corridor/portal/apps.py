from django.apps import AppConfig
from django.core import checks

from corridor.kernel.ui.themes import check_theme


class PortalConfig(AppConfig):
    name = "corridor.portal"
    label = "portal"

    def ready(self) -> None:
        from . import verbs

        checks.register(check_theme)
        verbs.register()
