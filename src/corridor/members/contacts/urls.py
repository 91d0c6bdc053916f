from django.urls import path

from . import views

urlpatterns = [
    path("account/contacts/", views.contacts, name="contacts"),
    path("account/contacts/<slug:kind>/", views.contact, name="contact"),
    path("account/contacts/<slug:kind>/hiding/", views.hiding, name="hide-contact"),
    path("account/contacts/<slug:kind>/removal/", views.removal, name="remove-contact"),
]
