import pytest
from django.core import mail

from daybook.apps.notifications import actions
from daybook.apps.notifications.models import Delivery
from daybook.core.contributions import notification_kinds

NAMES = [name for name, _ in notification_kinds]


class TestEveryKind:
    @pytest.mark.parametrize("name", [name for name in NAMES if name != actions.DIGEST])
    def test_becomes_a_mail(self, tell, now, name):
        message = tell(kind=name)
        delivery = Delivery.objects.get(message=message)
        actions.deliver(delivery_id=delivery.pk, now=now)

        (letter,) = mail.outbox
        assert letter.subject == message.subject != ""
        assert len(letter.body.splitlines()) > 2

    @pytest.mark.parametrize("name", NAMES)
    def test_has_a_name_that_people_understand(self, name):
        assert str(dict(notification_kinds)[name].label)
