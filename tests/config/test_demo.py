"""The sample companies: played through the services, coherent because the rules compute it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from django_tenants.utils import tenant_context

from assessments.answers.choices import AssessmentState
from assessments.answers.models import Assessment
from assessments.roadmap.models import RoadmapStep
from assessments.roadmap.selectors.live import live_roadmap
from assessments.skills.models import SkillPlan
from assessments.skills.selectors import skill_facts
from config.demo.companies import ZONE, open_demo_company
from config.demo.logins import KEYS
from config.demo.stories import SETS, read_story
from config.startup import LOGINS, demo_logins
from governance.decisions.models import Decision
from governance.decisions.rules import read_facts
from governance.decisions.selectors import verify_log
from governance.decisions.words import LABELS, SILENT, VERDICTS
from governance.duties.choices import DutyKind
from governance.law.rules.laws import TriageClass
from governance.members.models import Member
from governance.outbox.models import OutboxMessage
from portfolio.forecast.choices import Course, GoingOn, ValueState
from portfolio.initiatives.models import Initiative, InitiativeDecision
from portfolio.life.choices import State
from portfolio.log.words import fact_word
from portfolio.money.models import Expense
from portfolio.objectives.models import Measurement
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import Review
from portfolio.standing.choices import Health, SignalCode
from portfolio.standing.selectors.standing import InitiativeStanding, standings
from portfolio.trials.models import Trial
from tenants.accounts.models import User
from tenants.companies.models import Domain
from tenants.hosts import Company
from tests.portfolio.scene import overview, owed_by

DEVIS, CAMERA = "Chiffrer un devis en trois jours", "Contrôler les pièces à la caméra"
GAMMES, FICHES = "Retrouver une gamme en atelier", "Traduire les fiches techniques"
RENDUS, BONS = "Rédiger les comptes rendus", "Lire les bons de livraison"
DEMANDE, HIRING = "Prévoir la demande", "Trier les candidatures"


@dataclass(frozen=True)
class Told:
    """The story as it stands on its last day, from inside its company."""

    today: date
    until: datetime
    company: Company
    standings: dict[str, InitiativeStanding]

    def states(self, state: State) -> set[str]:
        return {t for t, one in self.standings.items() if one.record.initiative.state == state}


def tell(name: str, today: date) -> Iterator[Told]:
    until = datetime.combine(today, time(12), tzinfo=ZONE)
    company = open_demo_company(story=read_story(name), today=today, until=until)
    with tenant_context(company):
        found = standings(ids=Initiative.objects.values_list("id", flat=True), today=today)
        yield Told(today, until, company, {one.record.initiative.title: one for one in found})


# A first day that is a Saturday, a leap day, a last day.
@pytest.fixture(params=["2026-08-01", "2028-02-29", "2027-12-31"])
def story(db, request) -> Iterator[Told]:
    yield from tell("ateliers-morel", date.fromisoformat(request.param))


@pytest.fixture
def november(db) -> Iterator[Told]:
    yield from tell("ateliers-morel", date(2026, 11, 24))


def test_the_year_is_coherent_on_any_day(story: Told) -> None:
    the_year_is_coherent(story)
    its_roadmap_has_actions_of_every_kind(story)


def its_roadmap_has_actions_of_every_kind(story: Told) -> None:
    roadmap = live_roadmap(today=story.today, language="fr")
    rows = {row.action_id: row for row in RoadmapStep.objects.all()}
    assert roadmap.counts.late == 1
    assert {one.id for one in roadmap.refused} == {"OUT-06"}
    assert {"DON-04"} < {one.id for one in roadmap.done}
    assert len(rows["RIS-02"].moves) == 2
    assert rows["PIL-06"].due_on < story.today < rows["COM-03"].due_on


def the_year_is_coherent(story: Told) -> None:
    found = story.standings
    assert story.states(State.ACTIVE) == {DEVIS, CAMERA, GAMMES}
    assert story.states(State.PAUSED) == {FICHES}
    assert story.states(State.COMPLETED) == {RENDUS, BONS}
    assert story.states(State.STOPPED) == {DEMANDE}
    assert len(story.states(State.BACKLOG)) >= 7
    assert found[DEVIS].health is Health.ON_COURSE
    assert found[CAMERA].health is Health.DRIFTING
    assert found[GAMMES].health is Health.STALLED
    assert found[FICHES].signals == ()
    assert found[FICHES].record.initiative.restart_on > story.today
    assert verify_log() is None
    told_of_the_future(story)
    never_above_the_cap(story)
    skills_are_mapped_and_planned(story)
    money_stays_within_its_tranches(story)


def skills_are_mapped_and_planned(story: Told) -> None:
    facts = skill_facts(today=story.today, now=story.until)
    assert facts["skills.map.done"].value is True
    assert 0.5 <= facts["literacy.share"].value <= 1
    plans = {plan.skill: plan for plan in SkillPlan.objects.all()}
    assert plans["sk_use"].measure is not None
    assert plans["sk_law"].done_on is None
    assert plans["sk_law"].by_on < story.today < plans["sk_integ"].by_on


def told_of_the_future(story: Told) -> None:
    ats = list(Decision.objects.order_by("seq").values_list("at", flat=True))
    assert ats == sorted(ats)
    assert ats[-1] <= story.until
    assert not Measurement.objects.filter(on__gt=story.today).exists()
    assert not Expense.objects.filter(on__gt=story.today).exists()


def never_above_the_cap(story: Told) -> None:
    """Replays every change of state in the order of the log."""
    granted = {d.at: date.fromisoformat(d.facts["until"]) for d in exceptions()}
    active: set[object] = set()
    for tie in InitiativeDecision.objects.order_by("decision__seq").select_related("decision"):
        at = tie.decision.at
        room = 3 + sum(start <= at and at.date() < until for start, until in granted.items())
        if tie.to_state == State.ACTIVE:
            active.add(tie.initiative_id)
        else:
            active.discard(tie.initiative_id)
        assert len(active) <= room
    assert len(active) == 3


def exceptions() -> list[Decision]:
    return list(Decision.objects.filter(verdict="grant_exception"))


def money_stays_within_its_tranches(story: Told) -> None:
    assert not Expense.objects.filter(beyond_tranche=True).exists()
    for one in story.standings.values():
        assert one.balance.incurred + one.balance.committed <= one.balance.released


def every_fact_is_in_words() -> None:
    """No fact of the log is told by its key or its code, in neither language."""
    lines = [line for row in Decision.objects.all() for line in read_facts(row.facts)]
    keys = {key for line in lines for key in line.keys if not key.isdigit()}
    assert keys - LABELS.keys() - SILENT == set()
    codes = {one.value for line in lines for one in line.values if one.kind == "word"}
    with override("fr"):
        assert [code for code in codes if fact_word(code) == code] == []
    # In English a power may be called as its code is: stop, start.
    with override("en"):
        assert [code for code in codes - VERDICTS.keys() if fact_word(code) == code] == []


def test_the_year_tells_what_its_texts_say(november: Told) -> None:
    every_fact_is_in_words()
    """One playing for all these looks: it takes seconds."""
    the_year_is_coherent(november)
    each_priority_says_what_the_rules_say(november)
    the_dashboard_adds_up_what_the_rows_say(november)
    a_decision_awaits_and_the_open_review_asks_for_it(november)
    three_diagnostics_and_two_trials(november)


def each_priority_says_what_the_rules_say(november: Told) -> None:
    found = november.standings
    assert [signal.code for signal in found[DEVIS].signals] == [
        SignalCode.SETTLE,
        SignalCode.BUDGET_HALF,
    ]
    assert found[DEVIS].course.code is Course.AHEAD_LIKELY
    assert [signal.code for signal in found[CAMERA].signals] == [
        SignalCode.SPEND_AHEAD_OF_GAIN,
        SignalCode.BUDGET_MOST,
    ]
    assert found[CAMERA].course.code is Course.ON_PACE_UNCERTAIN
    assert found[CAMERA].going_on.verdict is GoingOn.WORTH_IT
    assert {
        SignalCode.CAPTAIN_VACANT,
        SignalCode.NO_MEASUREMENT,
        SignalCode.CRITERION_MET,
    } <= {signal.code for signal in found[GAMMES].signals}
    assert found[GAMMES].course.stale_since is not None
    assert found[RENDUS].gain[ValueState.CONFIRMED] > 0
    assert found[BONS].gain[ValueState.MEASURED] > 0
    assert found[BONS].record.initiative.succeeded
    assert found[DEMANDE].record.initiative.lesson
    assert found[HIRING].record.legal.triage_class is TriageClass.HIGH_RISK


def the_dashboard_adds_up_what_the_rows_say(november: Told) -> None:
    page = overview(november.today)
    money = Expense.objects.filter(is_commitment=False, days__isnull=True)
    paid = sum(money.values_list("amount", flat=True))
    budgets = [one.balance.budget for one in november.standings.values()]
    assert page.spent == paid == page.series[-1].spent
    assert page.budget == sum(budgets) - Decimal(24000)  # the one that waits is not voted
    kept = november.states(State.ACTIVE) | november.states(State.PAUSED)
    kept |= november.states(State.COMPLETED)
    for state in ValueState:
        assert page.gain[state] == sum(november.standings[t].gain[state] for t in kept)
    assert page.course[Health.ON_COURSE] == page.course[Health.STALLED] == 1


def a_decision_awaits_and_the_open_review_asks_for_it(november: Told) -> None:
    review = Review.objects.get(state=ReviewState.OPEN)
    assert review.period == november.today.replace(day=1)
    left = [item.initiative.title for item in review.items.filter(decision=None)]
    assert left == [GAMMES]
    assert GAMMES in [pending.title for pending in overview(november.today).pending]
    review_mails = OutboxMessage.objects.filter(dedup_key__startswith="review:")
    assert not review_mails.filter(dedup_key__contains=str(review.id), sent_at__isnull=False)
    assert not review_mails.exclude(dedup_key__contains=str(review.id)).filter(sent_at=None)
    closed = Review.objects.filter(state=ReviewState.CLOSED)
    assert closed.count() == Review.objects.count() - 1 == 10


def three_diagnostics_and_two_trials(november: Told) -> None:
    done = Assessment.objects.filter(state=AssessmentState.COMPLETED).order_by("completed_at")
    scores = [one.result.overall for one in done]
    assert len(scores) == 3
    assert scores == sorted(scores)
    assert [one.result.level for one in done] == [2, 3, 3]
    answered, running = Trial.objects.order_by("starts")
    assert answered.conclusive
    assert answered.answer
    assert running.ended_on is None


def test_the_hard_set_has_a_full_pool_and_what_goes_wrong(db) -> None:
    for told in tell("manufacture-generale", date(2026, 11, 24)):
        pool = told.states(State.BACKLOG) | told.states(State.PROPOSED)
        assert len(pool) == 300
        assert Member.objects.filter(name="").exists()
        assert Expense.objects.filter(beyond_tranche=True).exists()
        assert told.states(State.REJECTED)
        assert verify_log() is None


@pytest.fixture
def folder(settings, tmp_path):
    settings.DEMO, settings.VAR_DIR = True, tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return tmp_path


def test_the_command_opens_each_company_once_and_prints_how_to_sign_in(db, folder) -> None:
    command = {"set": "empty", "today": "2026-11-24"}
    call_command("demo", **command)
    written = (folder / LOGINS).read_text()
    call_command("demo", **command)
    assert (folder / LOGINS).read_text() == written
    assert Domain.objects.filter(domain__startswith="maison-neuve.").count() == 1
    rows = json.loads(written)
    assert all(tuple(row) == KEYS for row in rows)
    assert (folder / LOGINS).stat().st_mode & 0o077 == 0
    user = User.objects.get(email=rows[0]["e-mail"])
    assert user.check_password(rows[0]["password"])
    assert rows[-1]["password"].startswith("cap_")
    assert rows[0]["password"] in demo_logins(folder)


def test_another_set_keeps_the_log_ins_of_the_first(db, folder) -> None:
    call_command("demo", set="empty", today="2026-11-24")
    first = json.loads((folder / LOGINS).read_text())
    call_command("demo", only="fonderie-duval", today="2026-11-24")
    both = json.loads((folder / LOGINS).read_text())
    assert both[: len(first)] == first
    assert {row["company"] for row in both} == {"Maison Neuve", "Fonderie Duval"}


def test_somebody_belongs_to_both_companies_and_owes_something_in_the_second(db) -> None:
    stories = [read_story(name) for name in SETS["ordinary"]]
    seats = [{one["people"][who]["email"] for who in one["logins"]} for one in stories]
    shared = "claire.morel@ateliers-morel.example"
    assert seats[0] & seats[1] == {shared}
    day = date(2026, 11, 24)
    for _told in tell("fonderie-duval", day):
        member = Member.objects.get(email=shared)
        assert DutyKind.ENTRIES in {one.kind for one in owed_by(member.id, day)}


def test_outside_a_demo_nothing_is_opened(db, settings, tmp_path) -> None:
    settings.DEMO, settings.VAR_DIR = False, tmp_path
    before = Domain.objects.count()
    with pytest.raises(CommandError):
        call_command("demo")
    assert Domain.objects.count() == before


def test_every_story_of_every_set_is_written() -> None:
    for names in SETS.values():
        for name in names:
            assert read_story(name)["company"]["label"] == name
