"""Pages of the account."""

from daybook.apps.accounts.views.addresses import email, verify_again
from daybook.apps.accounts.views.leaving import keep, leave
from daybook.apps.accounts.views.links import (
    ask_to_sign_in,
    change_email,
    forgotten_password,
    reset_password,
    sign_in_by_link,
    undo_email_change,
    verify_email,
)
from daybook.apps.accounts.views.my_data import ask_for_archive, download, my_data, withdraw
from daybook.apps.accounts.views.passkey_sign_in import (
    ask_for_passkey,
    ask_for_second_passkey,
    sign_in_by_passkey,
    take_second_passkey,
)
from daybook.apps.accounts.views.passkeys import (
    add_passkey,
    keep_passkey,
    remove_passkey,
    rename_passkey,
)
from daybook.apps.accounts.views.people import sign_in, sign_out, sign_up
from daybook.apps.accounts.views.personal_tokens import revoke_token, tokens
from daybook.apps.accounts.views.profile import avatar, change_avatar, profile, remove_avatar
from daybook.apps.accounts.views.proofs import confirm
from daybook.apps.accounts.views.second_steps import (
    recovery_codes,
    second_step,
    second_step_off,
    second_step_on,
    take_second_step,
)
from daybook.apps.accounts.views.security import (
    end_session,
    password,
    security_log,
    sessions,
    sign_out_everywhere,
)

__all__ = [
    "add_passkey",
    "ask_for_archive",
    "ask_for_passkey",
    "ask_for_second_passkey",
    "ask_to_sign_in",
    "avatar",
    "change_avatar",
    "change_email",
    "confirm",
    "download",
    "email",
    "end_session",
    "forgotten_password",
    "keep",
    "keep_passkey",
    "leave",
    "my_data",
    "password",
    "profile",
    "recovery_codes",
    "remove_avatar",
    "remove_passkey",
    "rename_passkey",
    "reset_password",
    "revoke_token",
    "second_step",
    "second_step_off",
    "second_step_on",
    "security_log",
    "sessions",
    "sign_in",
    "sign_in_by_link",
    "sign_in_by_passkey",
    "sign_out",
    "sign_out_everywhere",
    "sign_up",
    "take_second_passkey",
    "take_second_step",
    "tokens",
    "undo_email_change",
    "verify_again",
    "verify_email",
    "withdraw",
]
