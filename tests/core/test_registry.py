"""Contributions are named once, kept in order, and one that fails harms nobody else."""

import pytest
from structlog.testing import capture_logs

from daybook.core import contributions
from daybook.core.registry import Registry


@pytest.fixture
def registry():
    return Registry("example")


class TestRegister:
    def test_gives_back_what_it_was_given(self, registry):
        def source():
            return 1

        assert registry.register("app.source")(source) is source

    def test_refuses_a_name_that_is_taken(self, registry):
        registry.register("app.one")(1)
        with pytest.raises(ValueError, match=r"'app.one' is registered twice"):
            registry.register("app.one")(2)
        assert dict(registry) == {"app.one": 1}

    def test_refuses_a_name_without_an_app(self, registry):
        with pytest.raises(ValueError, match="name of its app"):
            registry.register("one")


class TestOrder:
    def test_is_by_number_and_then_by_name(self, registry):
        registry.register("b.late", order=200)("late")
        registry.register("b.plain")("plain")
        registry.register("a.plain")("also plain")
        registry.register("z.early", order=1)("early")
        assert [value for _, value in registry] == ["early", "also plain", "plain", "late"]

    def test_counts(self, registry):
        assert len(registry) == 0
        registry.register("a.one")(1)
        assert len(registry) == 1


class TestGather:
    def test_collects_what_each_gives(self, registry):
        registry.register("a.one", order=2)(1)
        registry.register("a.two", order=1)(2)
        assert registry.gather(lambda n: n * 10) == [("a.two", 20), ("a.one", 10)]

    def test_leaves_out_one_that_fails_and_logs_it(self, registry):
        registry.register("a.bad", order=1)(0)
        registry.register("a.good", order=2)(5)
        with capture_logs() as logs:
            assert registry.gather(lambda n: 10 // n) == [("a.good", 2)]
        assert [(entry["event"], entry["name"]) for entry in logs] == [
            ("contribution.failed", "a.bad")
        ]

    def test_does_not_swallow_an_end_of_the_process(self, registry):
        def leave(_):
            raise SystemExit

        registry.register("a.one")(1)
        with pytest.raises(SystemExit):
            registry.gather(leave)


@pytest.mark.parametrize(
    "name",
    [
        "today_cards", "ruler_pins", "calendar", "search", "personal_data", "nav",
        "notification_kinds", "health_checks", "demo_data",
    ],
)  # fmt: skip
def test_the_house_has_a_registry_of(name):
    assert isinstance(getattr(contributions, name), Registry)
