from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "corridor.people"
    label = "people"
    verbose_name = _("People")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .account import register_account_page
        from .privacy import tables
        from .tokens import privacy as tokens

        tables.register()
        register_account_page(
            _("Your data"),
            "people:own-privacy",
            _("What you agreed to, what we hold, and erasing it."),
            order=90,
        )
        tokens.register()
