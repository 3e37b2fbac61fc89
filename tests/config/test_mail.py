import pytest

from daybook.config.mail import settings_from


class TestSettingsFrom:
    @pytest.mark.parametrize(
        ("url", "backend"), [("", "console"), ("console://", "console"), ("memory://", "locmem")]
    )
    def test_sends_nothing_out_unless_told_where(self, url, backend):
        assert (
            settings_from(url)["EMAIL_BACKEND"]
            == f"django.core.mail.backends.{backend}.EmailBackend"
        )

    def test_reads_an_address_with_a_user(self):
        settings = settings_from("smtp://anna%40example.org:p%3Aw@mail.example.org:587")
        assert settings["EMAIL_HOST"] == "mail.example.org"
        assert settings["EMAIL_PORT"] == 587
        assert settings["EMAIL_HOST_USER"] == "anna@example.org"
        assert settings["EMAIL_HOST_PASSWORD"] == "p:w"

    def test_a_password_never_travels_in_the_clear(self):
        assert settings_from("smtp://anna:pw@mail.example.org")["EMAIL_USE_TLS"]

    def test_smtps_is_tls_from_the_start(self):
        settings = settings_from("smtps://anna:pw@mail.example.org")
        assert (settings["EMAIL_USE_SSL"], settings["EMAIL_USE_TLS"]) == (True, False)
        assert settings["EMAIL_PORT"] == 465

    def test_a_relay_without_a_user_needs_no_tls(self):
        settings = settings_from("smtp://localhost:2525")
        assert (settings["EMAIL_USE_SSL"], settings["EMAIL_USE_TLS"]) == (False, False)

    def test_waits_a_bounded_time(self):
        assert 0 < settings_from("smtp://localhost")["EMAIL_TIMEOUT"] <= 30
