import pytest
from django.template import Context, Template
from django.utils.translation import override

from daybook.ui.templatetags import ui


@pytest.fixture(autouse=True)
def nothing_drawn():
    ui._drawn_once.cache_clear()


def draw(name):
    source = '{% load ui %}{% kept "ui/badge.html" text=name %}'
    return Template(source).render(Context({"name": name})).strip()


class TestKept:
    def test_draws_the_template_with_the_values(self):
        assert draw("Peak") == '<span class="badge">Peak</span>'

    def test_draws_the_same_only_once(self):
        assert draw("Peak") == draw("Peak")
        assert ui._drawn_once.cache_info().misses == 1

    def test_draws_other_values_anew(self):
        assert "Night" in draw("Night")
        assert "Peak" in draw("Peak")

    def test_draws_once_for_each_language(self):
        for language in ("en-gb", "de"):
            with override(language):
                draw("Peak")
        assert ui._drawn_once.cache_info().misses == 2

    def test_escapes_its_values(self):
        assert "<b>" not in draw("<b>")

    def test_sees_nothing_else_of_the_page(self):
        template = Template('{% load ui %}{% kept "ui/badge.html" %}')
        assert "secret" not in template.render(Context({"text": "secret"}))
