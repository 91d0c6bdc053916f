from django.urls import include, path

from .views import hubs, imports

app_name = "members"
urlpatterns = [
    path("hubs/export.xlsx", hubs.export_xlsx, name="export-xlsx"),
    path("hubs/export.csv", hubs.export_csv, name="export-csv"),
    path("hubs/<slug:slug>/edit/", hubs.edit, name="edit-hub"),
    path("", include("corridor.members.upkeep.urls")),
    path("imports/hubs/", imports.imports, name="imports"),
    path("imports/hubs/<int:pk>/", imports.one_import, name="import"),
    path("imports/hubs/<int:pk>/application/", imports.application, name="apply-import"),
    path("imports/hubs/<int:pk>/undoing/", imports.undoing, name="undo-import"),
    path("", include("corridor.members.admission.urls")),
    path("", include("corridor.members.contacts.urls")),
    path("", include("corridor.members.groups.urls")),
]
