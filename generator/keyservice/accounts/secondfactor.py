"""The second factor's secrets, sealed in the database."""

from allauth.mfa.adapter import DefaultMFAAdapter

from generator.keyservice import publication
from generator.keyservice.sealing import seal, unseal


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's adapter with the two hooks that it leaves empty, and the publication as issuer."""

    def encrypt(self, text: str) -> str:
        """Return *text* sealed under the service's secret."""
        return seal("second factor", text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret again."""
        return unseal("second factor", encrypted_text)

    def get_totp_issuer(self) -> str:
        """Return the publication's title, as an authenticator shows it."""
        return publication.current().title
