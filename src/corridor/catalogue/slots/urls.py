from django.urls import path

from . import views

urlpatterns = [
    path("hubs/<slug:hub>/services/<slug:slug>/slots/", views.slots, name="slots"),
    path("hubs/<slug:hub>/services/<slug:slug>/slots/removal/", views.removal, name="slots-removal"),
]
