"""Addresses of the shared pages."""

from django.urls import path

from daybook.web.views import calendar, gallery, jobs, landing, pwa

urlpatterns = [
    path("", landing.landing, name="home"),
    path("manifest.webmanifest", pwa.manifest, name="manifest"),
    path("calendar/", calendar.agenda, name="calendar"),
    path("ui/", gallery.gallery, name="gallery"),
    path("jobs/", jobs.board, name="jobs"),
    path("jobs/running/", jobs.running, name="jobs-running"),
    path("jobs/<str:place>/retry/", jobs.retry_all, name="jobs-retry-all"),
    path("jobs/<str:place>/<str:job_id>/retry/", jobs.retry, name="jobs-retry"),
    path("jobs/<str:place>/<str:job_id>/drop/", jobs.drop, name="jobs-drop"),
]
