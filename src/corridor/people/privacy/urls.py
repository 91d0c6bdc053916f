from django.urls import path

from . import views

urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("account/", views.account, name="account"),
    path("account/privacy/", views.own, name="own-privacy"),
    path("account/privacy/consents/<int:pk>/withdrawal/", views.withdrawal, name="withdraw-consent"),
    path("account/privacy/data/", views.own_data, name="own-data"),
    path("account/privacy/export/", views.export, name="export-own-data"),
    path("account/erasure/", views.erasure, name="erasure"),
    path("account/erasure/done/", views.erased, name="erased"),
]
