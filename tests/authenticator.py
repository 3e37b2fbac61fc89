"""A security key made of software: it makes passkeys and signs with them, honestly or not.

``key.make(options)`` and ``key.show(options)`` answer as a browser does, in JSON text. What they
say can be bent: ``key.show(options, origin="https://evil.example", count=3)``.
"""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAG = AuthenticatorData.FLAG
ORIGIN = "http://localhost:8000"


@dataclass
class Key:
    """One passkey on one device; ``count`` grows with each signature where it ``has_count``."""

    origin: str = ORIGIN
    has_count: bool = True
    count: int = 0
    credential_id: bytes = field(default_factory=lambda: token_bytes(32))
    handle: bytes = b""
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: dict[str, Any], *, flags: FLAG = FLAG.UP | FLAG.UV, **bent: Any) -> str:
        """The answer to the question for a new passkey."""
        asked = options["publicKey"]
        self.handle = websafe_decode(asked["user"]["id"])
        key = AttestedCredentialData.create(
            Aaguid.NONE, self.credential_id, ES256.from_cryptography_key(self.private.public_key())
        )
        data = self._data(asked["rp"]["id"], flags | FLAG.AT, bent, key)
        client = self._client("webauthn.create", asked, bent)
        made = AttestationObject.create("none", data, {})
        return self._told({"clientDataJSON": client, "attestationObject": made})

    def show(self, options: dict[str, Any], *, flags: FLAG = FLAG.UP | FLAG.UV, **bent: Any) -> str:
        """The answer to the question to sign in."""
        asked = options["publicKey"]
        if self.has_count:
            self.count += 1
        data = self._data(asked["rpId"], flags, bent)
        client = self._client("webauthn.get", asked, bent)
        signature = self.private.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        told = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        handle = bent.get("handle", self.handle)
        return self._told(told | ({"userHandle": handle} if handle is not None else {}))

    def _data(
        self, site: str, flags: FLAG, bent: dict[str, Any], key: bytes = b""
    ) -> AuthenticatorData:
        site_hash = sha256(bent.get("site", site).encode()).digest()
        return AuthenticatorData.create(site_hash, flags, bent.get("count", self.count), key)

    def _client(self, kind: str, asked: dict[str, Any], bent: dict[str, Any]) -> bytes:
        return CollectedClientData.create(
            bent.get("kind", kind),
            bent.get("challenge", asked["challenge"]),
            bent.get("origin", self.origin),
        )

    def _told(self, response: dict[str, bytes]) -> str:
        name = websafe_encode(self.credential_id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": {what: websafe_encode(value) for what, value in response.items()},
                "clientExtensionResults": {},
            }
        )
