from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PostConfig(AppConfig):
    name = "corridor.post"
    label = "post"
    verbose_name = _("Post")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from corridor.kernel.waiting import register_waiting
        from corridor.people.account import register_account_page

        from . import privacy, waiting
        from .backend import ACCOUNT
        from .digests import DIGEST, WELCOME
        from .inbound.sorting import REFUSED_KIND, UNCLEAR_KIND
        from .kinds import register_kind

        privacy.register()
        register_waiting("post", waiting.items, if_any=waiting.ANYTHING)
        register_waiting("post.questions", waiting.questions, if_any=waiting.ANY_QUESTION)
        for kind in (ACCOUNT, DIGEST, WELCOME, UNCLEAR_KIND, REFUSED_KIND):
            register_kind(kind)
        register_account_page(_("Notices"), "post:notices", _("What happened that concerns you."), order=20)
        register_account_page(_("Mail to you"), "post:wishes", _("How often we write to you."), order=22)
        register_account_page(
            _("Your calendar"),
            "post:calendar",
            _("The meetings of your groups, in your own calendar."),
            order=24,
        )
