from django.urls import path

from . import views

urlpatterns = [
    path("services/export.xlsx", views.export_xlsx, name="export-xlsx"),
    path("services/export.csv", views.export_csv, name="export-csv"),
    path("hubs/<slug:hub>/services/export.xlsx", views.export_of_hub, name="hub-export"),
    path("hubs/<slug:hub>/services/template.xlsx", views.template, name="template"),
    path("hubs/<slug:hub>/services/import/", views.imports, name="import"),
    path("hubs/<slug:hub>/services/import/<int:pk>/", views.one_import, name="one-import"),
    path("hubs/<slug:hub>/services/import/<int:pk>/application/", views.application, name="apply-import"),
    path("hubs/<slug:hub>/services/import/<int:pk>/undoing/", views.undoing, name="undo-import"),
]
