from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "corridor.meetings"
    label = "meetings"
    verbose_name = _("Meetings")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import pgettext_lazy

        from . import audiences, feeds, owners
        from .agenda import registering as agenda
        from .documents import registering as documents
        from .invitations import registering as invitations
        from .minutes import registering as minutes
        from .polls import registering as polls
        from .registers import registering as registers
        from .tabs import register_tab
        from .votes import registering as votes

        audiences.register()
        feeds.register()
        owners.register()
        register_tab("overview", pgettext_lazy("meeting", "Overview"), "meetings:meeting", 0)
        for part in (polls, invitations, agenda, minutes, registers, votes, documents):
            part.register()
