import pytest
from django.core import mail

from daybook.apps.notifications import actions
from daybook.apps.notifications.models import Delivery
from daybook.core.contributions import notification_kinds

NAMES = [name for name, _ in notification_kinds]
MAILED = [
    name for name, kind in notification_kinds if "email" in kind.channels and name != actions.DIGEST
]


class TestEveryKind:
    @pytest.mark.parametrize("name", MAILED)
    def test_becomes_a_mail(self, tell, now, name):
        message = tell(kind=name)
        delivery = Delivery.objects.get(message=message)
        actions.deliver(delivery_id=delivery.pk, now=now)

        (letter,) = mail.outbox
        assert letter.subject == message.subject != ""
        assert len(letter.body.splitlines()) > 2

    @pytest.mark.parametrize("name", NAMES)
    def test_becomes_an_sms_of_three_segments_at_most(self, anna, name):
        text, size = actions.sms_preview(person=anna, kind=name)

        assert text
        assert size.segments <= 3

    @pytest.mark.parametrize("name", NAMES)
    def test_has_a_name_that_people_understand(self, name):
        assert str(dict(notification_kinds)[name].label)
