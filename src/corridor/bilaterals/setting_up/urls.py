from django.urls import path

from . import views

urlpatterns = [
    path("<slug:slug>/events/<slug:event>/bilaterals/settings/", views.settings, name="settings"),
]
