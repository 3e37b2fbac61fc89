"""Addresses of notifications; those under ``dev/`` answer only where debugging is on."""

from django.urls import path

from daybook.apps.notifications.views import (
    addresses,
    count,
    devices,
    digests,
    inbox,
    marketing,
    outbox,
    phone,
    reports,
    settings,
    twilio,
    unsubscribe,
)

app_name = "notifications"
urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="read-all"),
    path("inbox/count/", count.count, name="count"),
    path("inbox/settings/", settings.settings, name="settings"),
    path("inbox/phone/", phone.phone, name="phone"),
    path("inbox/phone/code/", phone.send_code, name="phone-code"),
    path("inbox/phone/forget/", phone.forget, name="phone-forget"),
    path("inbox/settings/marketing/", marketing.marketing, name="marketing"),
    path("inbox/address/check/", addresses.check_address, name="check-address"),
    path("inbox/address/<str:token>/", addresses.confirm_address, name="confirm-address"),
    path("inbox/settings/digest/", digests.settings, name="digest-settings"),
    path("inbox/digest/<str:token>/off/", digests.unsubscribe, name="digest-off"),
    path("inbox/open/<str:token>/", digests.follow, name="open"),
    path("inbox/trial/", settings.trial, name="trial"),
    path("inbox/devices/", devices.devices, name="devices"),
    path("inbox/devices/<int:device_id>/remove/", devices.remove_device, name="device-remove"),
    path("sw.js", devices.worker, name="service-worker"),
    path("inbox/unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("inbox/<int:message_id>/", inbox.message, name="message"),
    path("inbox/<int:message_id>/delete/", inbox.delete, name="delete"),
    path("webhooks/twilio/replies/", twilio.replies, name="twilio-replies"),
    path("webhooks/twilio/reports/<int:delivery_id>/", twilio.reports, name="twilio-reports"),
    path("webhooks/mail/<slug:provider>/", reports.reports, name="mail-reports"),
    path("inbox/<int:message_id>/act/", inbox.act, name="act"),
    path("dev/outbox/", outbox.outbox, name="outbox"),
    path("dev/outbox/<str:name>/", outbox.mail, name="mail"),
    path("dev/outbox/<str:name>/page/", outbox.page, name="mail-page"),
]
