from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "corridor.catalogue"
    label = "catalogue"
    verbose_name = _("Catalogue")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from corridor.members.signals import hubs_changed

        from . import audiences, interests, owners, privacy, search
        from .joint import actions as answers
        from .joint import asking
        from .joint import waiting as agreements
        from .reviews import arriving
        from .reviews import waiting as reviews
        from .saved import registering as saved
        from .sheets import privacy as sheets
        from .signals import services_changed
        from .upkeep import agenda
        from .upkeep import asking as upkeep
        from .upkeep import waiting as stale

        audiences.register()
        owners.register()
        interests.register()
        privacy.register()
        search.register()
        for part in (arriving, reviews, asking, answers, agreements, upkeep, stale, agenda, sheets, saved):
            part.register()
        services_changed.connect(search.on_services_changed, dispatch_uid="catalogue.search")
        hubs_changed.connect(search.on_hubs_changed, dispatch_uid="catalogue.search")
