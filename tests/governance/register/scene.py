"""Entries of the register, as the tests begin with them."""

from datetime import date
from typing import Any

from governance.access.rules.actors import Act
from governance.register.models import RegisterEntry
from governance.register.services.entries import record_entry
from tests.conftest import Cast, acting
from tests.portfolio.scene import TODAY, at


def act_of(cast: Cast, part: str = "lead", day: date = TODAY) -> Act:
    return acting(cast.actor(part), now=at(day), today=day)


def allowed(cast: Cast, **more: Any) -> dict[str, Any]:
    """What a green tool says at least."""
    return {
        "tool": "Plume",
        "purpose": "Assistant de rédaction",
        "light": "green",
        "data": ("public", "internal"),
        "owner_id": cast.members["contributor"].id,
        "account": "business",
        **more,
    }


def agent(cast: Cast, **more: Any) -> dict[str, Any]:
    """What an agent in place says at least."""
    told = {
        "tool": "Réponse aux clients",
        "kind": "agent",
        "light": "orange",
        "condition": "Sans nom de client",
        "data": ("customers",),
        "checker_id": cast.members["contributor"].id,
        "reads": "les questions du site",
        "stop_by_id": cast.members["captain"].id,
        "stop_how": "Couper la clé dans la console",
    }
    return allowed(cast, **(told | more))


def entry(cast: Cast, day: date = TODAY, **values: Any) -> RegisterEntry:
    return record_entry(act_of(cast, day=day), values=values or allowed(cast))
