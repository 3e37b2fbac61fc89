import pytest

from daybook.lib.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Unavailable


class TestDomainError:
    def test_carries_its_message_and_details(self):
        error = Conflict("Taken.", resource=3)
        assert (str(error), error.message, error.details) == ("Taken.", "Taken.", {"resource": 3})

    @pytest.mark.parametrize("kind", [Invalid, NotFound, Forbidden, Conflict, Unavailable])
    def test_every_kind_has_a_code_of_its_own(self, kind):
        assert issubclass(kind, DomainError)
        assert kind.code.replace("-", "").isalpha()
