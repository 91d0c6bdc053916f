from django.urls import path

from . import views

urlpatterns = [
    path("<slug:slug>/services/unmet/", views.unmet, name="unmet"),
    path("<slug:slug>/services/unmet.xlsx", views.unmet_xlsx, name="unmet-xlsx"),
]
