"""How the sample companies are entered: passwords and a key, for `make up` to print."""

import json
import os
import secrets
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django_tenants.utils import tenant_context

from config.demo.companies import host_of
from config.startup import LOGINS
from governance.access.rules.actors import Act, Door, member_actor
from governance.keys.services import LONGEST_DAYS, SCOPES, create_key
from governance.members.models import Member
from tenants.accounts.models import User
from tenants.addresses import company_url
from tenants.hosts import find_company, forget_hosts

KEYS = ("company", "address", "who", "e-mail", "role", "password")
PASSWORD_BYTES = 9


def write_logins(*, stories: list[dict[str, Any]], now: datetime, today: date) -> Path:
    """The file holds a fresh password for each log-in of those stories, and a key for the first.

    What it says of other companies stays. Only its owner may read it.
    """
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    rows = [row for story in stories for row in _people(story, password)]
    rows.append(_key(stories[0], now=now, today=today))
    path: Path = settings.VAR_DIR / LOGINS
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    names = {row["company"] for row in rows}
    rows = [*(row for row in known if row["company"] not in names), *rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(rows, file, ensure_ascii=False, indent=1)
    return path


def _people(story: dict[str, Any], password: str) -> list[dict[str, str]]:
    rows, hashed = [], make_password(password)
    for who in story["logins"]:
        person = story["people"][who]
        user = User.objects.get(email=person["email"])
        user.password = hashed
        user.save(update_fields=["password"])
        address = company_url(host_of(story))
        cells = (story["company"]["name"], address, person["name"], user.email, person["role"])
        rows.append(dict(zip(KEYS, (*cells, password), strict=True)))
    return rows


def _key(story: dict[str, Any], *, now: datetime, today: date) -> dict[str, str]:
    """A key of the founder for the walk by curl."""
    forget_hosts()
    company = find_company(host_of(story))
    if company is None:
        raise LookupError(host_of(story))
    with tenant_context(company):
        founder = story["people"][story["company"]["founder"]]["email"]
        owner = Member.objects.get(email=founder)
        actor = member_actor(owner.id, owner.role)
        key = create_key(
            Act(actor, now, today, Door.JOB), name="curl", scopes=SCOPES, days=LONGEST_DAYS
        )
    address = company_url(company.host, "/api/v1/")
    cells = (company.name, address, "API", "", ", ".join(SCOPES), key.text)
    return dict(zip(KEYS, cells, strict=True))
