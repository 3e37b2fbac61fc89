"""Mail providers that tell what became of a mail: how each proves itself, and what it says.

Nothing here asks anybody anything: every proof is made with a secret both sides have.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from daybook.apps.notifications.clients.providers import generic, mailgun, postmark
from daybook.apps.notifications.clients.providers.call import Call
from daybook.apps.notifications.domain.reports import Report

__all__ = ["PROVIDERS", "Call", "Provider", "headers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """``secret`` is empty where the provider is not used; ``check`` raises ``NotSigned``.

    ``read`` raises ``Unreadable``, and leaves out what is none of our business.
    """

    secret: Callable[[], str]
    check: Callable[[Call, str], None]
    read: Callable[[Call], list[Report]]


PROVIDERS: Final[Mapping[str, Provider]] = {
    name: Provider(secret=module.secret, check=module.check, read=module.read)
    for name, module in (("generic", generic), ("mailgun", mailgun), ("postmark", postmark))
}


def headers(message_id: str) -> dict[str, str]:
    """What a mail must carry so that the providers in use can say which one they mean."""
    return postmark.headers(message_id) if postmark.secret() else {}
