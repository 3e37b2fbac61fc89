import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.utils import timezone, translation

from daybook.core.personal import personal_settings


@pytest.fixture
def answered(rf):
    """The zone and language in which a person is answered."""

    def answered(person, *, cookies=True):
        request, seen = rf.get("/"), []
        request.user = person
        if cookies:
            request.COOKIES[settings.SESSION_COOKIE_NAME] = "a session"

        def respond(_request):
            seen.extend([timezone.get_current_timezone_name(), translation.get_language()])
            return HttpResponse()

        personal_settings(respond)(request)
        return tuple(seen)

    return answered


class TestPersonalSettings:
    def test_answers_a_person_in_their_zone(self, answered, person):
        assert answered(person("Anna", time_zone="Asia/Tokyo")) == ("Asia/Tokyo", "en-gb")

    def test_answers_strangers_in_the_zone_of_the_installation(self, answered):
        assert answered(AnonymousUser()) == ("Europe/London", "en-gb")

    def test_does_not_look_a_stranger_up(self, answered):
        class Stranger:
            def __getattribute__(self, name):
                raise AssertionError

        assert answered(Stranger(), cookies=False) == ("Europe/London", "en-gb")

    def test_leaves_no_trace_for_the_next_request(self, answered, person):
        answered(person("Anna", time_zone="Asia/Tokyo"))

        assert timezone.get_current_timezone_name() == "Europe/London"

    @pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc", "\0"])
    def test_falls_back_when_the_zone_is_gone(self, answered, person, zone):
        user = person("Anna")
        user.time_zone = zone

        assert answered(user) == ("Europe/London", "en-gb")

    def test_speaks_the_language_of_the_person(self, answered, person, settings):
        settings.LANGUAGES = [("en-gb", "English"), ("de", "Deutsch")]

        assert answered(person("Anna", language="de")) == ("Europe/London", "de")

    def test_falls_back_when_the_language_is_gone(self, answered, person):
        assert answered(person("Anna", language="tlh"))[1] == "en-gb"
