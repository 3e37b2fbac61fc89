"""What the tables themselves refuse, and how their rows are called."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from daybook.apps.prices.models import Feed, PlannedWindow

HOUR = dt.timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def window(anna, now):
    """Makes a window without asking any rule."""

    def window(**said):
        block = {"starts_at": now, "ends_at": now + HOUR, "product": "AGILE-1", "region": "C"}
        row = {"person": anna, "title": "Secret plans", "planned_at": now} | block
        return PlannedWindow.objects.create(**(row | said))

    return window


class TestPlannedWindow:
    def test_is_there_once(self, window):
        window()
        with pytest.raises(IntegrityError), transaction.atomic():
            window(title="Another name")
        assert PlannedWindow.objects.count() == 1

    @pytest.mark.parametrize("name", ["product", "region"])
    def test_may_be_there_again_for_another_tariff(self, window, name):
        window()
        window(**{name: "D"})
        assert PlannedWindow.objects.count() == 2

    def test_may_be_there_for_somebody_else(self, window, eve):
        assert window().key != window(person=eve).key

    @pytest.mark.parametrize("length", [dt.timedelta(0), -HOUR])
    def test_ends_after_it_begins(self, window, now, length):
        with pytest.raises(IntegrityError), transaction.atomic():
            window(ends_at=now + length)
        assert not PlannedWindow.objects.exists()

    def test_is_called_without_its_words(self, window, anna):
        made = window()
        assert str(made) == f"window #{made.pk} of person #{anna.pk}"

    def test_goes_with_its_person(self, window, anna):
        window()
        anna.delete()
        assert not PlannedWindow.objects.exists()


class TestFeed:
    def test_is_one_for_each_person(self, anna, now):
        Feed.objects.create(person=anna, made_at=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            Feed.objects.create(person=anna, made_at=now)
        assert Feed.objects.count() == 1

    def test_is_called_without_its_secret(self, anna, now):
        feed = Feed.objects.create(person=anna, made_at=now)
        assert str(feed) == f"calendar feed of person #{anna.pk}"
        assert str(feed.key) not in str(feed)
