"""What people may do with their account."""

from daybook.apps.accounts.actions.addresses import (
    Undone,
    ask_for_verification,
    ask_to_change_email,
    change_email,
    undo_email_change,
    verify_email,
)
from daybook.apps.accounts.actions.archives import (
    ask_for_archive,
    erase_archives,
    forget_old_archives,
    make_archive,
    note_download,
)
from daybook.apps.accounts.actions.audit import forget_old_events, record
from daybook.apps.accounts.actions.avatars import change_avatar, remove_avatar
from daybook.apps.accounts.actions.browsers import browser_mark, is_marked
from daybook.apps.accounts.actions.ceremonies import Question
from daybook.apps.accounts.actions.consents import erase_consents, give_consent, withdraw_consent
from daybook.apps.accounts.actions.erasing import begin_erasures, erase_account
from daybook.apps.accounts.actions.leaving import ask_to_leave, call_off_leaving
from daybook.apps.accounts.actions.links import ask_for_link, forget_expired_links, send_link
from daybook.apps.accounts.actions.passkeys import (
    add_passkey,
    ask_for_new_passkey,
    ask_for_passkey,
    remove_passkey,
    rename_passkey,
    take_passkey,
)
from daybook.apps.accounts.actions.passwords import change_password, replace_password
from daybook.apps.accounts.actions.people import register, sign_in
from daybook.apps.accounts.actions.personal_tokens import (
    NewToken,
    make_token,
    revoke_token,
    use_token,
)
from daybook.apps.accounts.actions.profile import change_profile
from daybook.apps.accounts.actions.proofs import check_person
from daybook.apps.accounts.actions.recovery import renew_codes
from daybook.apps.accounts.actions.resets import reset_password, sign_in_by_link
from daybook.apps.accounts.actions.second_step import (
    check_code,
    person_of_proof,
    proof_of_password,
    turn_off,
    turn_on,
)
from daybook.apps.accounts.actions.sessions import (
    carry_over,
    end_session,
    erase_security,
    note_seen,
    note_sign_in,
    sign_out_everywhere,
)
from daybook.apps.accounts.actions.tokens import (
    Tokens,
    forget_expired_sessions,
    issue_tokens,
    refresh_tokens,
    revoke_tokens,
)

__all__ = [
    "NewToken",
    "Question",
    "Tokens",
    "Undone",
    "add_passkey",
    "ask_for_archive",
    "ask_for_link",
    "ask_for_new_passkey",
    "ask_for_passkey",
    "ask_for_verification",
    "ask_to_change_email",
    "ask_to_leave",
    "begin_erasures",
    "browser_mark",
    "call_off_leaving",
    "carry_over",
    "change_avatar",
    "change_email",
    "change_password",
    "change_profile",
    "check_code",
    "check_person",
    "end_session",
    "erase_account",
    "erase_archives",
    "erase_consents",
    "erase_security",
    "forget_expired_links",
    "forget_expired_sessions",
    "forget_old_archives",
    "forget_old_events",
    "give_consent",
    "is_marked",
    "issue_tokens",
    "make_archive",
    "make_token",
    "note_download",
    "note_seen",
    "note_sign_in",
    "person_of_proof",
    "proof_of_password",
    "prove_email",
    "record",
    "refresh_tokens",
    "register",
    "remove_avatar",
    "remove_passkey",
    "rename_passkey",
    "renew_codes",
    "replace_password",
    "reset_password",
    "revoke_token",
    "revoke_tokens",
    "send_link",
    "sign_in",
    "sign_in_by_link",
    "sign_out_everywhere",
    "take_passkey",
    "turn_off",
    "turn_on",
    "undo_email_change",
    "use_token",
    "verify_email",
    "withdraw_consent",
]
