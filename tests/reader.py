from typing import Any
from uuid import UUID

from django.apps import apps
from django.test import Client
from django_tenants.utils import tenant_context


class Reader(Client):
    """A member's browser, whose language is the profile's too."""

    reader_id: UUID | None = None
    speaks = ""

    def __init__(self, *args: Any, headers: Any = None, **more: Any) -> None:
        super().__init__(*args, headers=headers, **more)
        self.asks = dict(headers or {})

    def generic(self, *args: Any, headers: Any = None, **more: Any) -> Any:
        asked = {**self.asks, **(headers or {})}
        chosen = self.cookies.get("language")
        always = self.defaults.get("HTTP_ACCEPT_LANGUAGE", "")
        language = asked.get("accept-language") or always or (chosen.value if chosen else "")
        if language and self.reader_id is not None and language[:2] != self.speaks:
            self._speak(language[:2], host=asked.get("host", ""))
        return super().generic(*args, headers=headers, **more)

    def _speak(self, language: str, *, host: str) -> None:
        self.speaks = language
        domain = apps.get_model("tenants", "Domain").objects.filter(domain=host)
        known = domain.select_related("tenant").first()
        if known is not None:
            with tenant_context(known.tenant):
                mine = apps.get_model("governance", "Member").objects.filter(user_id=self.reader_id)
                mine.exclude(language=language).update(language=language)
