import datetime as dt

from django.contrib.sessions.models import Session
from django.utils import timezone

from daybook.apps.accounts import jobs
from daybook.core.jobs.schedule import recurring


def test_expired_sessions_are_forgotten_every_night(db):
    now = timezone.now()
    for name, days in (("old", -1), ("young", 1)):
        Session.objects.create(session_key=name, expire_date=now + dt.timedelta(days=days))

    assert jobs.forget_expired_sessions.call() == 1
    assert [session.pk for session in Session.objects.all()] == ["young"]


def test_the_night_job_is_on_the_schedule():
    assert "accounts.forget-expired-sessions" in [name for name, _ in recurring]
