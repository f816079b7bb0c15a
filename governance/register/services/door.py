"""The public address where anyone declares a use: opened, renewed, closed."""

from governance.access.rules.actors import Act
from governance.access.services import require
from governance.register.models import RegisterDoor
from governance.register.rules.entries import REGISTER
from governance.register.selectors import door_token
from tenants.ids import uuid7
from tenants.tokens import token_digest
from tenants.transactions import touch, use_case


def publish_door(act: Act) -> RegisterDoor:
    """A new public address is open; the one before opens no more. Raises NotAllowed."""
    require(act, permission="register.edit")
    with use_case():
        close_doors(act)
        door_id = uuid7()
        return RegisterDoor.objects.create(
            id=door_id,
            token_hash=token_digest(door_token(door_id)),
            opened_at=act.now,
            opened_by_id=act.actor.person_id,
        )


def close_doors(act: Act) -> None:
    """No public address is open any more. Raises NotAllowed."""
    require(act, permission="register.edit")
    with use_case():
        touch(act, REGISTER)
        open_ones = RegisterDoor.objects.select_for_update().filter(closed_at__isnull=True)
        RegisterDoor.objects.filter(id__in=[one.id for one in open_ones]).update(closed_at=act.now)
