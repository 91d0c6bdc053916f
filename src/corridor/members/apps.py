from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "corridor.members"
    label = "members"
    verbose_name = _("Members")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from corridor.people.second_factor.rules import register_roles

        from . import agenda, census, confirming, owners, privacy, queries, search
        from .admission import letters, replies, waiting
        from .admission import privacy as admission
        from .contacts import privacy as contacts
        from .groups import registering as groups
        from .signals import hubs_changed
        from .upkeep import waiting as upkeep

        admission.register()
        agenda.register()
        letters.register()
        replies.register()
        waiting.register()
        census.register()
        confirming.register()
        contacts.register()
        groups.register()
        owners.register()
        privacy.register()
        search.register()
        upkeep.register()
        register_roles(self.label, queries.ROLE_NAMES, queries.roles_held)
        hubs_changed.connect(search.on_hubs_changed, dispatch_uid="members.search")
