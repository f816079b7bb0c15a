"""Initiatives made ready or started through the services, in a process of their own.

`python -m tests.browser.furnish <host> --started A B --ready C --key` prints their ids by title,
and a key that may decide.
"""

import argparse
import json
import os
from datetime import UTC, datetime, timedelta

import django


def furnish(*, host: str, started: list[str], ready: list[str], with_key: bool) -> dict[str, str]:
    """What was made in that company by its first executive, yesterday."""
    from django_tenants.utils import tenant_context

    from governance.models import Member
    from governance.services.keys import create_key
    from portfolio.choices import ReviewCadence
    from portfolio.models import Portfolio
    from tenants.hosts import find_company
    from tests.conftest import Cast
    from tests.portfolio import scene

    company = find_company(host)
    if company is None:
        raise LookupError(host)
    now = datetime.now(UTC)
    day = now.date() - timedelta(days=1)
    with tenant_context(company):
        boss = Member.objects.filter(role="executive").earliest("joined_at")
        cast = Cast(host, company, dict.fromkeys(["executive", "lead", "captain"], boss))
        # In weeks a review can be due whatever the day on which the test runs.
        Portfolio.objects.update(rhythm=ReviewCadence.WEEKLY, next_rhythm=ReviewCadence.WEEKLY)
        made = {title: str(scene.started(cast, title, day=day).id) for title in started}
        made |= {title: str(scene.ready(cast, title, day=day).id) for title in ready}
        if with_key:
            made["key"] = create_key(
                actor=cast.actor("executive"),
                name="README",
                scopes=("read", "write", "decide"),
                days=30,
                today=now.date(),
                now=now,
            ).text
    return made


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("host")
    parser.add_argument("--started", nargs="*", default=[])
    parser.add_argument("--ready", nargs="*", default=[])
    parser.add_argument("--key", action="store_true")
    given = parser.parse_args()
    made = furnish(
        host=given.host, started=given.started, ready=given.ready, with_key=given.key
    )
    print(json.dumps(made))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    main()
