"""One-time codes of an authenticator app (RFC 6238), by pyotp, behind staff's port."""

from datetime import datetime

import pyotp

_STEP_S = 30
_ISSUER = "An Dan"


class TotpCodes:
    """Six digits, thirty seconds, SHA-1: what every authenticator app speaks."""

    def new_secret(self) -> str:
        """Return a fresh base32 secret of 160 bits."""
        return pyotp.random_base32()

    def enrolment_uri(self, secret: str, handle: str) -> str:
        """Return the otpauth:// address for a QR code."""
        return pyotp.TOTP(secret).provisioning_uri(name=handle, issuer_name=_ISSUER)

    def matching_step(self, secret: str, code: str, now: datetime) -> int | None:
        """Return the step the code belongs to, at most one away from now, or None.

        pyotp accepts a code as often as it is shown; the caller stores the step so that each
        works once.
        """
        totp = pyotp.TOTP(secret)
        present = int(now.timestamp()) // _STEP_S
        for step in (present, present - 1, present + 1):
            if pyotp.utils.strings_equal(code.strip(), totp.at(step * _STEP_S)):
                return step
        return None
