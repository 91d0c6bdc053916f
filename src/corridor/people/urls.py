from django.urls import path

from . import views
from .privacy.urls import urlpatterns as of_privacy

app_name = "people"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    *of_privacy,
]
