import datetime as dt

from daybook.core.http import Answer, Question


def test_an_answer_grows_old(now):
    answer = Answer("value", fetched_at=now, expires_at=now)
    assert answer.age(now + dt.timedelta(minutes=4)) == dt.timedelta(minutes=4)


def test_an_answer_is_never_younger_than_nothing(now):
    answer = Answer("value", fetched_at=now + dt.timedelta(seconds=2), expires_at=now)
    assert answer.age(now) == dt.timedelta(0)


def test_an_answer_is_fresh_and_good_unless_it_says_otherwise(now):
    answer = Answer("value", fetched_at=now, expires_at=now)
    assert (answer.is_stale, answer.failure) == (False, None)


def test_a_question_costs_nothing_and_any_answer_will_do():
    question = Question(
        request={"what": "rates"},
        fetch=lambda: 7,
        parse=str,
        expires_at=lambda fetched_at, _value: fetched_at,
    )
    assert question.spend() is None
    assert question.is_usable("anything")
