from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "corridor.people"
    label = "people"
    verbose_name = _("People")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from corridor.kernel.http.holders import register_keys

        from .account import register_account_page
        from .privacy import tables
        from .tokens import privacy as tokens
        from .tokens.queries import holder_of

        tables.register()
        register_account_page(
            _("Your data"),
            "people:own-privacy",
            _("What you agreed to, what we hold, and erasing it."),
            order=90,
        )
        tokens.register()
        register_keys(holder_of)
        self._ways_in()

    @staticmethod
    def _ways_in() -> None:
        from . import news
        from .account import register_account_page
        from .second_factor import checks  # noqa: F401 - registers itself
        from .sign_in import privacy as sign_in

        news.listen()
        sign_in.register()
        register_account_page(
            _("My access"),
            "people:access",
            _("Address, passphrase, second factor, and where you are signed in."),
            order=10,
        )
        register_account_page(
            _("Second factor"), "mfa_index", _("An app, passkeys and recovery codes."), order=11
        )
        register_account_page(
            _("Keys for programs"), "people:tokens", _("For programs of yours that work here."), order=80
        )
