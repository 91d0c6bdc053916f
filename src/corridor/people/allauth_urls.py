"""Addresses that allauth asks for by name: only what is reachable here, at addresses of ours."""

from django.urls import path

from .identities import views as identities
from .second_factor import views as second_factor
from .sign_in import account_views as account
from .sign_in import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("sign-in/no-account/", views.no_account, name="account_signup"),  # there is no sign-up
    path("sign-in/code/", views.AskForCode.as_view(), name="account_request_login_code"),
    path("sign-in/code/entry/", views.EnterCode.as_view(), name="account_confirm_login_code"),
    path("sign-in/second-factor/", second_factor.Ask.as_view(), name="mfa_authenticate"),
    path("sign-in/passkey/", second_factor.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("sign-in/again/", account.Again.as_view(), name="account_reauthenticate"),
    path("sign-in/again/code/", second_factor.AskAgain.as_view(), name="mfa_reauthenticate"),
    path(
        "sign-in/again/passkey/",
        second_factor.AskPasskeyAgain.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("sign-in/with/<slug:provider_id>/", identities.oidc, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/return/", identities.oidc_return, name="openid_connect_callback"),
    path("passphrase/", views.Forgotten.as_view(), name="account_reset_password"),
    path("passphrase/sent/", views.ForgottenSent.as_view(), name="account_reset_password_done"),
    path("passphrase/<str:uidb36>/<str:key>/", views.Reset.as_view(), name="account_reset_password_from_key"),
    path("account/access/passphrase/", account.ChangePassphrase.as_view(), name="account_change_password"),
    path("account/access/passphrase/new/", account.SetPassphrase.as_view(), name="account_set_password"),
    path("account/access/address/", account.ChangeAddress.as_view(), name="account_email"),
    path("address/<str:key>/", account.ConfirmAddress.as_view(), name="account_confirm_email"),
    path("account/second-factor/", second_factor.Overview.as_view(), name="mfa_index"),
    path("account/second-factor/", second_factor.Overview.as_view(), name="mfa_list_webauthn"),
    path("account/second-factor/app/", second_factor.AddApp.as_view(), name="mfa_activate_totp"),
    path("account/second-factor/app/removal/", second_factor.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path(
        "account/second-factor/recovery-codes/",
        second_factor.RecoveryCodes.as_view(),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/second-factor/recovery-codes/new/",
        second_factor.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("account/second-factor/passkeys/new/", second_factor.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "account/second-factor/passkeys/<int:pk>/",
        second_factor.RenamePasskey.as_view(),
        name="mfa_edit_webauthn",
    ),
    path(
        "account/second-factor/passkeys/<int:pk>/removal/",
        second_factor.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
]
