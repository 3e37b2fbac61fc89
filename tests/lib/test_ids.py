import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.lib.ids import InvalidMoment, is_request_id, made_at, request_id, sortable_id

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
moments = st.timedeltas(dt.timedelta(0), dt.timedelta(days=80_000)).map(lambda age: EPOCH + age)


class TestSortableId:
    def test_is_a_version_7_uuid(self, now):
        identifier = sortable_id(now)
        assert (identifier.version, identifier.variant) == (7, "specified in RFC 4122")

    @given(moments, moments)
    def test_sorts_by_the_time_of_making(self, one, two):
        earlier, later = sorted([one, two])
        if later - earlier >= dt.timedelta(milliseconds=1):
            assert str(sortable_id(earlier)) < str(sortable_id(later))

    @given(moments)
    def test_remembers_when_it_was_made(self, at):
        assert dt.timedelta(0) <= at - made_at(sortable_id(at)) < dt.timedelta(milliseconds=1)

    def test_differs_each_time(self, now):
        assert len({sortable_id(now) for _ in range(200)}) == 200

    def test_comes_out_the_same_where_chance_is_replaced(self, now):
        assert sortable_id(now, random_bits=7) == sortable_id(now, random_bits=7)
        assert sortable_id(now, random_bits=7) < sortable_id(now, random_bits=8)

    def test_refuses_times_before_1970(self):
        with pytest.raises(InvalidMoment, match="since 1970"):
            sortable_id(dt.datetime(1969, 12, 31, tzinfo=dt.UTC))


class TestRequestId:
    def test_is_one_that_would_be_accepted(self):
        assert is_request_id(request_id())
        assert request_id() != request_id()

    @pytest.mark.parametrize(
        "text", ["01926e4c-9f5e-7cc0-8000-000000000001", "trace.span_12", "A" * 64]
    )
    def test_accepts_what_tracing_tools_send(self, text):
        assert is_request_id(text)

    @pytest.mark.parametrize(
        "text", ["", "short", "A" * 65, "with space", "line\nbreak", "-leading", "abcdefgh\n"]
    )
    def test_refuses_what_could_break_a_log(self, text):
        assert not is_request_id(text)
