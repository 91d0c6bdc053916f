from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "corridor.members"
    label = "members"
    verbose_name = _("Members")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import census, owners, privacy, search
        from .admission import letters, waiting
        from .admission import privacy as admission
        from .contacts import privacy as contacts
        from .signals import hubs_changed
        from .upkeep import waiting as upkeep

        admission.register()
        letters.register()
        waiting.register()
        census.register()
        contacts.register()
        owners.register()
        privacy.register()
        search.register()
        upkeep.register()
        hubs_changed.connect(search.on_hubs_changed, dispatch_uid="members.search")
