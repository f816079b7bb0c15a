"""A sample company is opened under its host and lives its story, once."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django_tenants.utils import tenant_context

from config.demo.moments import moment_of
from config.demo.people import seat_people
from config.demo.player import play
from config.demo.scene import Scene
from governance.founding.services import open_company
from portfolio.estimates.choices import CompanySize
from portfolio.triage.services import set_company_size
from tenants.accounts.models import User
from tenants.companies.models import Domain
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
        seat_people(scene=scene, story=story)
        if "size" in given:
            size = CompanySize(given["size"])
            set_company_size(scene.act(scene.boss), company_size=size)
        play(scene=scene, story=story, until=until)
    return company
