"""Who is in the sample companies, and how they sign in."""

from collections.abc import Mapping
from typing import Any

from config.demo.scene import Scene
from governance.access.choices import Role
from governance.founding.services import welcome_member
from governance.members.models import Member
from governance.members.services import invite_member, rename_member
from tenants.accounts.models import User
from tenants.companies.services import accept_membership


def seat_people(*, scene: Scene, story: Mapping[str, Any]) -> None:
    """Everybody of the story is a member with name and title, invited by the founder."""
    founder, language = story["company"]["founder"], story["company"]["language"]
    people = story["people"]
    scene.members[founder] = Member.objects.get(email=people[founder]["email"])
    for who, person in people.items():
        scene.advance(scene.now)
        if who != founder:
            scene.members[who] = invite_member(
                scene.act(scene.actor(founder)),
                email=person["email"],
                role=Role(person["role"]),
                name=person["name"],
                language=language,
            )
            _join(scene, email=person["email"])
        if person.get("title"):
            rename_member(
                scene.act(scene.actor(founder)),
                member_id=scene.members[who].id,
                name=person["name"],
                title=person["title"],
            )


def _join(scene: Scene, *, email: str) -> None:
    """The invited person has accepted and looked in, in that moment of the story."""
    user = User.objects.get(email=email)
    accept_membership(user_id=user.id, organization_id=scene.company.id, now=scene.now)
    welcome_member(user=user, now=scene.now)
