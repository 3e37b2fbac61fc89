import datetime as dt
import threading

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from daybook.apps.notifications import actions
from daybook.apps.notifications.errors import NoConsent, UnknownKind
from daybook.apps.notifications.models import Delivery, Message, Preference, Rest
from daybook.core.jobs.models import Job
from daybook.core.letters import Letter, post
from daybook.lib.errors import TooMany


class TestNotify:
    def test_puts_it_into_the_inbox_and_queues_a_mail(self, tell, now):
        message = tell()

        assert (message.subject, message.is_in_inbox) == ("A test message", True)
        assert message.text.startswith("This is how Daybook tells you things.")
        delivery = Delivery.objects.get()
        assert (delivery.channel, delivery.state, delivery.due_at) == ("email", "queued", now)

    def test_tells_the_same_thing_once(self, tell):
        assert tell() == tell(context={"other": "words"})
        assert (Message.objects.count(), Delivery.objects.count()) == (1, 1)

    def test_tells_each_key_and_each_person(self, tell, otto):
        tell()
        tell(key="2")
        tell(person=otto)

        assert Message.objects.count() == 3

    def test_refuses_a_kind_nobody_has_registered(self, tell):
        with pytest.raises(UnknownKind):
            tell(kind="tests.nonsense")
        assert not Message.objects.exists()

    def test_refuses_marketing_without_a_consent(self, tell, kinds):
        kinds("tests.advert", is_marketing=True)

        with pytest.raises(NoConsent):
            tell(kind="tests.advert")
        assert not Message.objects.exists()

    def test_heeds_what_the_person_has_switched_off(self, tell, anna):
        for channel in ("email", "inbox"):
            Preference.objects.create(
                person=anna, kind="notifications.trial", channel=channel, is_on=False
            )

        assert tell().is_in_inbox is False
        assert not Delivery.objects.exists()

    def test_keeps_no_text_that_no_inbox_shows(self, tell, alarm):
        assert tell(kind=alarm).text == ""

    def test_waits_for_its_time(self, tell, now):
        later = now + dt.timedelta(days=1)

        assert tell(at=later).shown_at == later
        assert Delivery.objects.get().due_at == later

    def test_waits_for_the_end_of_quiet_hours(self, tell, anna, now):
        Rest.objects.create(person=anna, quiet_from=dt.time(9), quiet_until=dt.time(10))
        tell()

        assert Delivery.objects.get().due_at == now.replace(hour=10, minute=0)

    def test_reads_names_as_they_are_written(self, tell, kinds, monkeypatch, tmp_path, settings):
        templates = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
        (tmp_path / "odd.html").write_text(
            "{% partialdef subject %}To {{ name }}\nnow{% endpartialdef %}"
            "{% partialdef text %}{{ name }}{% endpartialdef %}"
        )
        settings.TEMPLATES = templates
        kinds("tests.odd", template="odd.html", channels=("inbox",))

        message = tell(kind="tests.odd", context={"name": "O'Neill <b> & sons"})

        assert message.subject == "To O'Neill <b> & sons now"
        assert message.text == "O'Neill <b> & sons"


class TestJobs:
    def test_one_starts_once_the_cause_is_committed(self, tell, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            tell()
            assert not Job.objects.exists()

        assert Job.objects.get().task_path == "daybook.apps.notifications.jobs.deliver"

    def test_none_starts_for_what_is_due_later(self, tell, now, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            tell(at=now + dt.timedelta(hours=1))

        assert not Job.objects.exists()


class TestLetters:
    def test_become_messages(self, anna, alarm):
        post(
            Letter(
                kind=alarm,
                person_id=anna.pk,
                key="1",
                context={"link": "https://x.example/"},
                address="new@example.com",
            )
        )

        message = Message.objects.get()
        assert (message.person, message.address) == (anna, "new@example.com")
        assert message.context == {"link": "https://x.example/"}

    def test_to_somebody_who_has_gone_are_let_fall(self, db, alarm):
        post(Letter(kind=alarm, person_id=12345, key="1"))

        assert not Message.objects.exists()

    def test_go_with_a_cause_that_is_undone(self, anna, alarm):
        with transaction.atomic():
            post(Letter(kind=alarm, person_id=anna.pk, key="1"))
            transaction.set_rollback(True)

        assert not Message.objects.exists()


class TestSendTrial:
    def test_sends_one_each_time(self, anna, now):
        actions.send_trial(person=anna, now=now)
        actions.send_trial(person=anna, now=now)

        assert Message.objects.count() == 2

    def test_ends_after_five_an_hour(self, anna, now):
        for _ in range(5):
            actions.send_trial(person=anna, now=now)

        with pytest.raises(TooMany):
            actions.send_trial(person=anna, now=now)
        assert Message.objects.count() == 5


class TestTables:
    @pytest.mark.parametrize(
        "wrong", [{"channel": "pigeon"}, {"state": "lost"}, {"state": "sending"}]
    )
    def test_refuse_a_delivery_that_makes_no_sense(self, owed, wrong):
        delivery = owed()

        with pytest.raises(IntegrityError), transaction.atomic():
            Delivery.objects.filter(pk=delivery.pk).update(**wrong)

    @pytest.mark.parametrize("wrong", [{"quiet_from": dt.time(9)}, {"quiet_until": dt.time(9)}])
    def test_refuse_half_of_the_quiet_hours(self, anna, wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rest.objects.create(person=anna, **wrong)


@pytest.mark.django_db(transaction=True)
class TestEightAtOnce:
    def test_make_one_message(self, tell, anna):
        barrier, told, failed = threading.Barrier(8), [], []

        def run():
            try:
                barrier.wait()
                told.append(tell().pk)
            except DatabaseError as error:
                failed.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=run) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert failed == []
        assert (len(told), len(set(told))) == (8, 1)
        assert (Message.objects.count(), Delivery.objects.count()) == (1, 1)
