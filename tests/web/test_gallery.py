"""The gallery shows the components to those who build, and to nobody else."""

import pytest

from daybook.ui.gallery import examples, rulers

pytestmark = pytest.mark.django_db


class TestGallery:
    def test_is_not_there_without_debug(self, client):
        assert client.get("/ui/").status_code == 404

    def test_shows_rulers_of_every_length(self, client, settings):
        settings.DEBUG = True
        html = client.get("/ui/").content.decode()
        assert html.count("data-ruler ") == len(rulers())

    def test_is_only_for_looking(self, client, settings):
        settings.DEBUG = True
        assert client.post("/ui/").status_code == 405

    def test_asks_nothing_of_the_database(self, client, settings, django_assert_num_queries):
        settings.DEBUG = True
        with django_assert_num_queries(0):
            client.get("/ui/")


class TestExamples:
    def test_have_days_of_46_48_and_50_half_hours_a_gap_and_none(self):
        assert sorted({ruler.rows.count("<tr>") for ruler in rulers()}) == [46, 48, 50]
        assert max(ruler.missing_count for ruler in rulers()) == 6
        assert not all(ruler.has_prices for ruler in rulers())

    def test_have_a_form_in_order_and_one_with_mistakes(self):
        assert examples()["form"].is_valid()
        assert set(examples()["wrong"].errors) == {"name", "hours", "__all__"}
