from django.apps import AppConfig
from django.conf.locale import LANG_INFO

from .i18n.languages import EXTRA_LANG_INFO


class KernelConfig(AppConfig):
    name = "corridor.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import journal_privacy

        LANG_INFO.update(EXTRA_LANG_INFO)
        journal_privacy.register()
