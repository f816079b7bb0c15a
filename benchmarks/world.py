"""The companies that are measured: opened through the product, filled by SQL, entered by key.

Imported once Django is set up.
"""

import json
import sys
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tenants.utils import tenant_context

from benchmarks.client import Entered
from governance.access.rules.actors import Act, member_actor
from governance.access.rules.authority import SubjectFacts
from governance.founding.services import open_company
from governance.keys.models import ApiKey
from governance.keys.services import SCOPES, create_key
from governance.law.services import confirm_triage
from governance.members.models import Member
from portfolio.criteria.services import propose_criteria
from portfolio.decisions.services.decisions import decide
from portfolio.estimates.choices import SizeTap
from portfolio.estimates.services import Estimates, set_estimates
from portfolio.initiatives.services import (
    GoLiveInput,
    assign_captain,
    propose_initiative,
    set_go_live,
)
from portfolio.life.choices import Verdict
from portfolio.money.services.budget import set_budget
from portfolio.objectives.choices import Benefit, Direction
from portfolio.objectives.services.objectives import ObjectiveInput, set_objective
from tenants.accounts.models import User
from tenants.hosts import Company

READY = 12
# Each may ask 600 times a minute: together more than one worker answers.
KEYS = 60
SIZES = {"small": 200, "middle": 2_000, "large": 20_000}
# Proposed ideas as a company types them; ids follow the clock, so that the newest is the last.
IDEAS = """
    INSERT INTO portfolio_initiative (
        id, title, summary, use_case, benefit, proposed_by_id, beneficiaries, state, state_since,
        captain_id, value_tap, effort_tap, cost_tap, success_chance, budget, next_step,
        value_low, value_likely, value_high, days_low, days_likely, days_high,
        cost_low, cost_likely, cost_high, lesson, kept, created_at, version)
    SELECT (lpad(to_hex(1790000000000 + n), 12, '0') || '70008'
            || substr(md5(n::text), 1, 15))::uuid,
        'Idea number ' || n, repeat('What it changes, for whom, and how we would know. ', 4), '',
        (ARRAY['time', 'quality', 'cost', 'satisfaction'])[1 + n %% 4], %(member)s,
        'the team of workshop ' || n %% 12, 'proposed', current_date,
        CASE WHEN n %% 3 = 0 THEN %(captain)s::uuid END, 'medium', 'small', 'small', 0.45,
        1000 * (1 + n %% 20), '', 3000 + n %% 9000, 9000 + n %% 9000, 20000 + n %% 9000, 5, 10, 40,
        1000, 3000, 12000, '', '', now(), 1
    FROM generate_series(1, %(count)s) n"""
OBJECTIVES = """
    INSERT INTO portfolio_objective (
        id, initiative_id, position, benefit, beneficiaries, kpi, unit, direction, cadence_days,
        baseline, target, target_on, reuse_share, destination, version)
    SELECT gen_random_uuid(), id, 1, benefit, beneficiaries, 'Hours a week', 'h', 'down', 30,
        20, 8, current_date + 200, 0.50, '', 1
    FROM portfolio_initiative i
    WHERE NOT EXISTS (SELECT 1 FROM portfolio_objective o WHERE o.initiative_id = i.id)"""
MEASURED = """
    INSERT INTO portfolio_measurement
        (id, objective_id, "on", value, note, recorded_at, reason, version)
    SELECT gen_random_uuid(), o.id, current_date - 30 * n, 20 - n % 6, '', now(), '', 1
    FROM (SELECT id FROM portfolio_objective ORDER BY initiative_id DESC LIMIT 1) o,
        generate_series(1, 12) n"""


def build(name: str, count: int) -> Entered:
    """A company with that many ideas, each with its objective; the newest is measured."""
    now = timezone.now()
    user = User.objects.create_user(f"boss@{name}.example", name="Boss", created_at=now)
    host = f"{name}.{settings.PUBLIC_HOST}"
    company = open_company(name=name.title(), host=host, founder=user, now=now)
    with tenant_context(company):
        member = Member.objects.get()
        with connection.cursor() as cursor:
            cursor.execute(IDEAS, {"member": member.id, "captain": member.id, "count": count})
            cursor.execute(OBJECTIVES)
            cursor.execute(MEASURED)
            cursor.execute("SELECT id FROM portfolio_initiative ORDER BY id DESC LIMIT 1")
            newest = str(cursor.fetchone()[0])
        act = Act(member_actor(member.id, member.role), now, now.date())
        keys = [
            create_key(act, name=f"bench {n}", scopes=SCOPES, days=30).text for n in range(KEYS)
        ]
        # As after the first request of the day, which notes the day.
        ApiKey.objects.update(last_used_on=timezone.localdate(now, ZoneInfo(company.timezone)))
        ready = [_ready(act, number) for number in range(READY)]
    return Entered(
        host=host,
        schema=company.schema_name,
        keys=keys,
        cookie=_session(company, user, now),
        initiative=newest,
        ready=ready,
    )


def _ready(act: Act, number: int) -> str:
    """One more that may start: promise, budget, stop rule, triage, carried by the executive."""
    row = propose_initiative(act, title=f"Ready to start {number}", confirmed=True)
    given = ObjectiveInput(
        benefit=Benefit.TIME,
        beneficiaries="the sales team",
        kpi="Days per tender",
        unit="d",
        direction=Direction.DOWN,
        baseline=Decimal(15),
        baseline_on=act.today,
        target=Decimal(5),
        target_on=act.today + timedelta(days=180),
    )
    taps = Estimates(value_tap=SizeTap.MEDIUM, effort_tap=SizeTap.SMALL, cost_tap=SizeTap.SMALL)
    set_objective(act, given=given, initiative_id=row.id)
    set_estimates(act, estimates=taps, initiative_id=row.id)
    set_budget(act, budget=8000, initiative_id=row.id)
    propose_criteria(act, initiative_id=row.id)
    set_go_live(act, given=GoLiveInput(live_on=act.today), initiative_id=row.id)
    confirm_triage(
        act,
        subject=SubjectFacts(initiative_id=row.id),
        use_case_id="",
        taps=dict.fromkeys(("people", "forbidden", "data", "public"), "no"),
        answers={"A1": "yes", "A12": "deployer", "D0": "no", "W0": "no"},
    )
    decide(act, verdict=Verdict.QUALIFY, initiative_id=row.id)
    assign_captain(act, captain_id=act.actor.person_id, initiative_id=row.id)
    return str(row.id)


def _session(company: Company, user: User, now: datetime) -> str:
    """An executive's session on the company's host."""
    session, behind = SessionStore(), SessionStore()
    behind.create()
    session["public_session"] = behind.session_key
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["company"] = str(company.id)
    session["authenticated_at"] = (now - timedelta(hours=1)).timestamp()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def main() -> None:
    """Every company of SIZES stands; who enters them is printed as JSON."""
    built = {name: build(name, count) for name, count in SIZES.items()}
    call_command("standings", "--rebuild", stdout=sys.stderr)
    json.dump({name: vars(one) for name, one in built.items()}, sys.stdout)
