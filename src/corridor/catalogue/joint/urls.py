from django.urls import path

from . import views

urlpatterns = [
    path("hubs/<slug:hub>/services/<slug:slug>/agreement/", views.agreement, name="agreement"),
]
