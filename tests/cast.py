"""The cast: two companies, the same roles in each, one outsider. Small, fixed, known by name."""

import os
from datetime import UTC, datetime

import django

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PUBLIC = "localhost"
COMPANIES = {"acme": "Ateliers Morel", "globex": "Globex SARL"}
ROLES = {
    "executive": ("executive", "Claire Morel"),
    "lead": ("ai_lead", "Karim Haddad"),
    "captain": ("contributor", "Sophie Lambert"),
    "contributor": ("contributor", "Marc Delorme"),
    "viewer": ("viewer", "Lucie Ferrand"),
}


def host_of(slug: str) -> str:
    return f"{slug}.{PUBLIC}"


def email_of(slug: str, part: str) -> str:
    return f"{part}@{slug}.example"


def main() -> None:
    """Both companies are open and their members are seated."""
    from django_tenants.utils import tenant_context

    from governance.founding.services import open_company
    from governance.members.models import Member
    from portfolio.cap.models import Portfolio
    from portfolio.estimates.choices import CompanySize
    from tenants.accounts.models import Membership, User
    from tenants.due_work.models import DueWork

    User.objects.create_user("outsider@nowhere.example", name="Nemo", created_at=NOW)
    for slug, name in COMPANIES.items():
        users = {
            part: User.objects.create_user(email_of(slug, part), name=who, created_at=NOW)
            for part, (_, who) in ROLES.items()
        }
        company = open_company(name=name, host=host_of(slug), founder=users["executive"], now=NOW)
        with tenant_context(company):
            Portfolio.objects.update(company_size=CompanySize.SMALL)
            # The suite's day is past: what fell due since is late for no test.
            DueWork.objects.filter(organization_id=company.id).delete()
            for part, (role, who) in ROLES.items():
                if part == "executive":
                    continue
                user = users[part]
                Membership.objects.create(
                    user=user, organization_id=company.id, created_at=NOW, joined_at=NOW
                )
                Member.objects.create(
                    user_id=user.id, email=user.email, name=who, role=role, joined_at=NOW
                )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    main()
