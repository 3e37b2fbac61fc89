"""Addresses of accounts; the names with ``account_`` are those allauth looks for."""

from django.urls import include, path

from daybook.apps.accounts import views

links = [
    path("password/forgotten/", views.forgotten_password, name="forgotten-password"),
    path("password/reset/<str:secret>/", views.reset_password, name="link-reset"),
    path("login/link/", views.ask_to_sign_in, name="ask-to-sign-in"),
    path("login/link/<str:secret>/", views.sign_in_by_link, name="link-sign-in"),
    path("email/", views.email, name="email"),
    path("email/verify/", views.verify_again, name="verify-again"),
    path("email/verify/<str:secret>/", views.verify_email, name="link-verify"),
    path("email/change/<str:secret>/", views.change_email, name="link-change"),
    path("email/undo/<str:secret>/", views.undo_email_change, name="link-undo"),
]

passkeys = [
    path("login/passkey/", views.sign_in_by_passkey, name="passkey-sign-in"),
    path("login/passkey/ask/", views.ask_for_passkey, name="passkey-ask"),
    path("login/second-step/passkey/", views.take_second_passkey, name="passkey-second"),
    path("login/second-step/passkey/ask/", views.ask_for_second_passkey, name="passkey-second-ask"),
]

safety = [
    path("security/", views.security_log, name="security"),
    path("password/", views.password, name="password"),
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/<int:session_id>/end/", views.end_session, name="session-end"),
    path("sessions/end-all/", views.sign_out_everywhere, name="sessions-end-all"),
    path("second-step/", views.second_step, name="second-step"),
    path("second-step/on/", views.second_step_on, name="second-step-on"),
    path("second-step/off/", views.second_step_off, name="second-step-off"),
    path("second-step/codes/", views.recovery_codes, name="recovery-codes"),
    path("second-step/passkeys/add/", views.add_passkey, name="passkey-add"),
    path("second-step/passkeys/keep/", views.keep_passkey, name="passkey-keep"),
    path("second-step/passkeys/<int:passkey_id>/", views.rename_passkey, name="passkey-rename"),
    path(
        "second-step/passkeys/<int:passkey_id>/remove/",
        views.remove_passkey,
        name="passkey-remove",
    ),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<int:token_id>/revoke/", views.revoke_token, name="token-revoke"),
]

profile = [
    path("profile/", views.profile, name="profile"),
    path("avatar/", views.change_avatar, name="avatar-change"),
    path("avatar/remove/", views.remove_avatar, name="avatar-remove"),
    path("avatar/<str:version>/<int:size>/", views.avatar, name="avatar"),
]

data = [
    path("data/", views.my_data, name="my-data"),
    path("data/copies/", views.ask_for_archive, name="archive-ask"),
    path("data/copies/<uuid:archive_id>/", views.download, name="archive"),
    path("data/consents/<str:purpose>/withdraw/", views.withdraw, name="consent-withdraw"),
    path("confirm/", views.confirm, name="confirm"),
    path("leave/", views.leave, name="leave"),
    path("keep/", views.keep, name="keep"),
]

own = ([*profile, *links, *passkeys, *safety, *data], "accounts")

urlpatterns = [
    path("accounts/signup/", views.sign_up, name="account_signup"),
    path("accounts/login/", views.sign_in, name="account_login"),
    path("accounts/login/second-step/", views.take_second_step, name="mfa_authenticate"),
    path("accounts/logout/", views.sign_out, name="account_logout"),
    path("accounts/", include(own)),
]
