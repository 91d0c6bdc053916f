from django.urls import path

from .identities import views as identities
from .privacy.urls import urlpatterns as of_privacy
from .sessions import views as sessions
from .sign_in import views
from .tokens import views as tokens

app_name = "people"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-in/link/<str:token>/", views.ByLink.as_view(), name="sign-in-by-link"),
    path("sign-in/cas/", identities.to_cas, name="cas"),
    path("sign-in/cas/return/", identities.cas_return, name="cas-return"),
    path("sign-in/no-account/", views.no_account, name="no-account"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("account/access/", sessions.access, name="access"),
    path("account/access/sessions/ending/", sessions.end_others, name="end-sessions"),
    path("account/access/sessions/<int:pk>/ending/", sessions.end_one, name="end-session"),
    path("account/access/identities/<int:pk>/removal/", identities.unlink, name="unlink"),
    path("account/keys/", tokens.tokens, name="tokens"),
    path("account/keys/<int:pk>/revocation/", tokens.revoke, name="revoke-token"),
    *of_privacy,
]
