"""Accounts over the API: every part's router under one."""

from ninja import Router

from daybook.apps.accounts.api import (
    avatars,
    links,
    my_data,
    passkeys,
    people,
    profile,
    security,
)

router = Router(tags=["accounts"])
router.add_router("", people.router)
router.add_router("", profile.router)
router.add_router("", avatars.router)
router.add_router("", links.router)
router.add_router("", security.router)
router.add_router("", my_data.router)
router.add_router("", passkeys.router)

__all__ = ["router"]
