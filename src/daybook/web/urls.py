"""Addresses of the shared pages."""

from django.urls import path

from daybook.web.views import gallery, landing, pwa

urlpatterns = [
    path("", landing.landing, name="home"),
    path("manifest.webmanifest", pwa.manifest, name="manifest"),
    path("ui/", gallery.gallery, name="gallery"),
]
