"""Many workers, and one killed in the middle: no message is lost, and none is in two digests."""

import datetime as dt
import threading

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.utils import timezone

from daybook.apps.notifications import actions
from daybook.apps.notifications.domain import STALE_AFTER, Pace
from daybook.apps.notifications.models import Delivery
from tests import running

pytestmark = pytest.mark.django_db(transaction=True)

MORNING = dt.datetime(2026, 3, 4, 7, tzinfo=dt.UTC)
COUNT = 6


def at_once(*works):
    """Run all of them at the same moment, each on a connection of its own."""
    barrier = threading.Barrier(len(works))

    def run(work):
        barrier.wait()
        work()
        connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.fixture
def held(rest, tell):
    """So many messages that wait for Anna's morning."""
    rest()
    return [tell(key=str(number)) for number in range(COUNT)]


def carried():
    return Delivery.objects.exclude(message__kind=actions.DIGEST)


def the_digests():
    return Delivery.objects.filter(message__kind=actions.DIGEST)


class TestWorkers:
    def test_make_one_digest(self, held):
        made = []

        at_once(*[lambda: made.append(actions.gather_digests(now=MORNING))] * 4)

        assert sum(made) == 1
        assert the_digests().count() == 1
        assert set(carried().values_list("digest_id", flat=True)) == {
            the_digests().get().message_id
        }

    def test_send_it_once(self, held):
        actions.gather_digests(now=MORNING)
        key = the_digests().get().pk

        at_once(*[lambda: actions.deliver(delivery_id=key, now=MORNING)] * 4)

        assert len(mail.outbox) == 1
        assert set(carried().values_list("state", flat=True)) == {"sent"}

    def test_lose_and_double_nothing_while_people_change_their_mind(self, held, anna):
        def change():
            actions.change_pace(
                person=anna,
                pace=Pace.NOW,
                morning_at=dt.time(7),
                notes_openings=True,
                now=MORNING,
            )

        at_once(change, lambda: actions.gather_digests(now=MORNING), change)
        actions.deliver_due(now=MORNING)

        assert set(carried().values_list("state", flat=True)) == {"sent"}
        said = "".join(letter.body for letter in mail.outbox)
        assert said.count("This is how Daybook tells you things.") == COUNT

    def test_lose_nothing_that_is_told_meanwhile(self, held, tell):
        at_once(
            lambda: actions.gather_digests(now=MORNING),
            lambda: tell(key="late", now=MORNING),
        )
        actions.deliver_due(now=MORNING)
        actions.gather_digests(now=MORNING + dt.timedelta(days=1))
        actions.deliver_due(now=MORNING + dt.timedelta(days=1))

        assert set(carried().values_list("state", flat=True)) == {"sent"}
        said = "".join(letter.body for letter in mail.outbox)
        assert said.count("This is how Daybook tells you things.") == COUNT + 1


class TestKilled:
    @pytest.fixture
    def worker(self, server, tmp_path):
        """A worker process on the database and the mail server of this test."""
        database = connection.settings_dict
        url = f"sqlite:///{database['NAME']}"
        if connection.vendor == "postgresql":
            host, port = database["HOST"] or "/var/run/postgresql", database["PORT"] or 5432
            login = ":".join(filter(None, [database["USER"], database["PASSWORD"]]))
            url = f"postgresql://{login}@{host}:{port}/{database['NAME']}"
        env = running.environment(
            settings.DATA_DIR,
            DATABASE_URL=url,
            DAYBOOK_EMAIL_URL=f"smtp://127.0.0.1:{server.port}",
        )
        process = running.start("worker", "--interval", "0.1", env=env, output=tmp_path / "output")
        yield process
        process.kill()
        process.wait()

    def test_in_the_middle_of_a_digest_it_comes_again_whole(self, server, rest, tell, worker):
        server.mood = "dawdles"  # it has the mail, and the worker waits for its word
        now = timezone.now()
        rest(pace="hourly")
        for number in range(COUNT):
            tell(key=str(number), now=now - dt.timedelta(hours=2))
        actions.gather_digests(now=now)
        running.wait_until(lambda: server.mails)
        worker.kill()
        worker.wait()
        assert the_digests().get().state == "sending"
        assert set(carried().values_list("state", flat=True)) == {"held"}

        server.mood = "takes"
        later = timezone.now() + 2 * STALE_AFTER
        assert actions.gather_digests(now=later) == 0
        assert actions.deliver_due(now=later) == 1

        assert set(carried().values_list("state", flat=True)) == {"sent"}
        assert len(server.mails) == 2
        assert len({str(taken["Message-ID"]) for taken in server.mails}) == 1
        for taken in server.mails:
            text = taken.get_body(("plain",)).get_content()
            assert text.count("This is how Daybook tells you things.") == COUNT
