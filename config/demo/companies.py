"""A sample company is opened under its host and lives its story, once."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django_tenants.utils import tenant_context

from config.demo.board import board_of
from config.demo.diagnostics import play_diagnostic
from config.demo.events import play_event
from config.demo.governing import governing_of
from config.demo.ideas import prepare, propose, qualify
from config.demo.moments import moment_of
from config.demo.register import register_of
from config.demo.reviews import keep_morning, reviews_of
from config.demo.roadmap import play_action
from config.demo.scene import Scene
from config.demo.skills import skills_of
from config.demo.steps import StoryStep
from config.demo.work import work_of
from governance.access.choices import Role
from governance.company.services import change_company
from governance.founding.services import open_company, welcome_member
from governance.members.models import Member
from governance.members.services import invite_member, rename_member
from portfolio.estimates.choices import CompanySize
from portfolio.triage.services import set_company_size
from tenants.accounts.models import User
from tenants.companies.models import Domain
from tenants.companies.services import accept_membership
from tenants.hosts import Company

ZONE = ZoneInfo("Europe/Paris")


def host_of(story: dict[str, Any]) -> str:
    """The host the story's company answers under."""
    return f"{story['company']['label']}.{settings.PUBLIC_HOST}"


def is_open(story: dict[str, Any]) -> bool:
    """Whether the company of that story stands already."""
    return Domain.objects.filter(domain=host_of(story)).exists()


def open_demo_company(*, story: dict[str, Any], today: date, until: datetime) -> Company:
    """The company stands with everything its story tells up to `until`.

    Raises Refused `host_taken`, Unavailable `no_spare_company`.
    """
    given = story["company"]
    opened = min(moment_of(moment=given["opened"], today=today, zone=ZONE), until)
    founder = given["founder"]
    person = story["people"][founder]
    user = User.objects.filter(email=person["email"]).first() or User.objects.create_user(
        person["email"], name=person["name"], language=given["language"], created_at=opened
    )
    company = open_company(
        name=given["name"], host=host_of(story), founder=user, now=opened, is_demo=True
    )
    with tenant_context(company):
        scene = Scene(company=company, today=today, now=opened)
        _seat_people(scene=scene, story=story)
        if "size" in given:
            size = CompanySize(given["size"])
            set_company_size(scene.act(scene.boss), company_size=size)
        if "address" in given:
            change_company(
                scene.act(scene.boss),
                company=company,
                name=company.name,
                language=company.language,
                timezone=company.timezone,
                postal_address="\n".join(given["address"]),
            )
        _play(scene=scene, story=story, until=until)
    return company


def _seat_people(*, scene: Scene, story: Mapping[str, Any]) -> None:
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


def _play(*, scene: Scene, story: Mapping[str, Any], until: datetime) -> None:
    """Everything that the story tells up to that moment has happened."""
    for step in sorted(_steps(scene, story), key=lambda step: step.at):
        if step.at > until:
            break
        scene.advance(step.at)
        step.play()
    scene.now = max(scene.now, until)
    keep_morning(scene)


def _steps(scene: Scene, story: Mapping[str, Any]) -> Iterator[StoryStep]:
    for diagnostic in story.get("diagnostics", ()):
        at = scene.moment_of(diagnostic["at"])
        yield StoryStep(at, partial(play_diagnostic, scene, diagnostic))
    for event in story.get("roadmap", ()):
        yield StoryStep(scene.moment_of(event["at"]), partial(play_action, scene, event))
    for key, idea in story.get("initiatives", {}).items():
        yield StoryStep(scene.moment_of(idea["proposed"][1]), partial(propose, scene, key, idea))
        for name, happens in (("qualified", qualify), ("mandated", prepare)):
            if name in idea:
                yield StoryStep(scene.moment_of(idea[name]), partial(happens, scene, key, idea))
        yield from work_of(scene, key, idea)
    yield from skills_of(scene, story.get("skills", {}))
    yield from register_of(scene, story.get("register", {}))
    yield from governing_of(scene, story.get("governing", {}))
    if "reviews" in story:
        yield from reviews_of(scene, story["reviews"])
    yield from board_of(scene, opened=scene.now)
    for event in story.get("events", ()):
        yield StoryStep(scene.moment_of(event["at"]), partial(play_event, scene, event))
