"""What people must have agreed to before they get news and offers."""

from typing import Final

PURPOSE: Final = "notifications.marketing"
