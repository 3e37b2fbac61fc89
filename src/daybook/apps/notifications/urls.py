"""Addresses of notifications; those under ``dev/`` answer only where debugging is on."""

from django.urls import path

from daybook.apps.notifications.views import devices, inbox, outbox, settings, unsubscribe

app_name = "notifications"
urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="read-all"),
    path("inbox/settings/", settings.settings, name="settings"),
    path("inbox/trial/", settings.trial, name="trial"),
    path("inbox/devices/", devices.devices, name="devices"),
    path("inbox/devices/<int:device_id>/remove/", devices.remove_device, name="device-remove"),
    path("sw.js", devices.worker, name="service-worker"),
    path("inbox/unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("inbox/<int:message_id>/", inbox.message, name="message"),
    path("inbox/<int:message_id>/delete/", inbox.delete, name="delete"),
    path("inbox/<int:message_id>/act/", inbox.act, name="act"),
    path("dev/outbox/", outbox.outbox, name="outbox"),
    path("dev/outbox/<str:name>/", outbox.mail, name="mail"),
    path("dev/outbox/<str:name>/page/", outbox.page, name="mail-page"),
]
