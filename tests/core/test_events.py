import logging
from collections import defaultdict
from dataclasses import dataclass

import pytest
from django.db import transaction

from daybook.core import events


@dataclass(frozen=True, slots=True, kw_only=True)
class LampLit:
    lamp_id: int


FACT = LampLit(lamp_id=1)


@pytest.fixture(autouse=True)
def nobody_listens(monkeypatch):
    monkeypatch.setattr(events, "_handlers", defaultdict(list))


@pytest.mark.django_db(transaction=True)
class TestPublish:
    def test_tells_the_subscribers_after_the_commit(self):
        heard = []
        events.subscribe(LampLit, heard.append)
        with transaction.atomic():
            events.publish(FACT)
            assert heard == []
        assert heard == [FACT]

    def test_tells_nobody_after_a_rollback(self):
        heard = []
        events.subscribe(LampLit, heard.append)
        with transaction.atomic():
            events.publish(FACT)
            transaction.set_rollback(True)
        assert heard == []

    def test_logs_a_handler_that_fails_and_tells_the_others(self, caplog):
        heard = []

        def stumbles(fact: LampLit) -> None:
            raise KeyError(fact.lamp_id)

        events.subscribe(LampLit, stumbles)
        events.subscribe(LampLit, heard.append)
        with caplog.at_level(logging.ERROR), transaction.atomic():
            events.publish(FACT)
        assert heard == [FACT]
        assert "stumbles for LampLit" in caplog.text

    def test_tells_a_handler_once_however_often_it_subscribed(self):
        heard = []
        events.subscribe(LampLit, heard.append)
        events.subscribe(LampLit, heard.append)
        events.publish(FACT)
        assert heard == [FACT]

    def test_says_nothing_to_those_who_wait_for_another_fact(self):
        heard = []
        events.subscribe(str, heard.append)
        events.publish(FACT)
        assert heard == []
