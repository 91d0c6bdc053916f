from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "corridor.catalogue"
    label = "catalogue"
    verbose_name = _("Catalogue")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from corridor.members.signals import hubs_changed

        from . import audiences, owners, privacy, search
        from .signals import services_changed

        audiences.register()
        owners.register()
        privacy.register()
        search.register()
        services_changed.connect(search.on_services_changed, dispatch_uid="catalogue.search")
        hubs_changed.connect(search.on_hubs_changed, dispatch_uid="catalogue.search")
