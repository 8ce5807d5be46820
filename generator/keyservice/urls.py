"""The addresses of the service, relative to where it is mounted."""

from allauth.account import urls as account_urls
from allauth.headless import urls as headless_urls
from allauth.mfa import urls as mfa_urls
from allauth.usersessions import urls as session_urls
from django.urls import include, path
from django.views.generic import RedirectView

from generator.keyservice import errors
from generator.keyservice.accounts.headless import ConfirmLoginCodeView
from generator.keyservice.accounts.views import AccountView
from generator.keyservice.keys.views import HealthView, KeysView, OpenApiView, SessionView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="account"), name="home"),
    path("session", SessionView.as_view(), name="session"),
    path("keys", KeysView.as_view(), name="keys"),
    path("health", HealthView.as_view(), name="health"),
    path("openapi.json", OpenApiView.as_view(), name="openapi"),
    path("account/", AccountView.as_view(), name="account"),
    path("", include(account_urls)),
    path("2fa/", include(mfa_urls)),
    path("sessions/", include(session_urls)),
    path(
        "_allauth/browser/v1/auth/code/confirm",
        ConfirmLoginCodeView.as_api_view(client="browser"),
        name="confirm_login_code",
    ),
    path("_allauth/", include(headless_urls)),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many
handler500 = errors.server_error
