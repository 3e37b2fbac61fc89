"""Every address of this installation: the shared pages, the API and the products switched on."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from daybook.api.v1 import api

# Operators sign in like everybody else: the admin's own form would count no wrong passwords.
admin_login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", include("daybook.web.urls")),
    path("", include("daybook.apps.accounts.urls")),
    path("", include("daybook.apps.notifications.urls")),
    path("", include("daybook.core.urls")),
    path("admin/login/", admin_login),
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
    *(path(f"{app}/", include(f"daybook.apps.{app}.urls")) for app in settings.PRODUCT_APPS),
]

handler400 = "daybook.web.views.errors.bad_request"
handler403 = "daybook.web.views.errors.forbidden"
handler404 = "daybook.web.views.errors.not_found"
handler500 = "daybook.web.views.errors.server_error"
