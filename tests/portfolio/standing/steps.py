"""One kind of change a day, in rotation: every service that a standing follows from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from random import Random

from governance.access.choices import Role
from governance.access.rules.actors import Act, member_actor
from governance.access.rules.authority import SubjectFacts
from governance.law.selectors import law
from governance.law.services import answer_triage, confirm_triage, provide_evidence
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.mandates.services import (
    accept_mandate,
    renew_mandate,
    revoke_mandate,
    write_mandate,
)
from governance.members.models import Member
from governance.members.services import change_role, rename_member
from portfolio.cap.services import change_cap, grant_exception
from portfolio.criteria.services import propose_criteria
from portfolio.decisions.services.corrections import correct_decision
from portfolio.decisions.services.decisions import decide
from portfolio.estimates.choices import SizeTap
from portfolio.estimates.services import Estimates, set_estimates
from portfolio.initiatives.models import Initiative, InitiativeDecision
from portfolio.initiatives.services import (
    GoLiveInput,
    assign_captain,
    edit_initiative,
    propose_initiative,
    set_go_live,
    set_next_step,
)
from portfolio.life.choices import State, Verdict
from portfolio.life.rules import Changes
from portfolio.money.models import Tranche
from portfolio.money.services.budget import set_budget
from portfolio.money.services.lines import commit_money, record_expense
from portfolio.objectives.models import Measurement, Objective
from portfolio.objectives.services.measurements import add_measurement
from portfolio.objectives.services.objectives import set_objective
from portfolio.reviews.models import Review, ReviewItem
from portfolio.reviews.services.due import keep_rhythm
from portfolio.reviews.services.reviews import (
    answer_question,
    ask_question,
    close_review,
    open_due_review,
    open_review,
)
from portfolio.trials.models import Trial
from portfolio.trials.services import end_trial, start_trial
from tenants.errors import DomainError
from tests.portfolio.scene import NO_TAPS, SINGLES, at, objective_input


class Nothing(Exception):
    """There is nothing such a change could be made to."""


@dataclass
class Days:
    """The company as it changes; `dice` chooses to what."""

    dice: Random
    today: date

    def act(self, role: str = Role.EXECUTIVE) -> Act:
        member = self.one(Member.objects.filter(role=role, left_at=None).order_by("id"))
        return Act(member_actor(member.id, member.role), at(self.today), self.today)

    def one(self, rows):
        """One of those rows; Nothing where there is none."""
        found = list(rows)
        if not found:
            raise Nothing
        return self.dice.choice(found)

    def initiative(self, *states: State) -> Initiative:
        return self.one(Initiative.objects.filter(state__in=states).order_by("id"))


OPEN = (State.PROPOSED, State.BACKLOG, State.ACTIVE, State.PAUSED)


def measure(days: Days) -> None:
    row = days.initiative(State.ACTIVE, State.PAUSED, State.COMPLETED)
    objective = days.one(row.objectives.exclude(baseline=None).order_by("id"))
    low, high = sorted((objective.baseline, objective.target or objective.baseline))
    value = low + (high - low) * days.dice.randint(0, 11) / 10
    add_measurement(
        days.act(), objective_id=objective.id, value=value, on=days.today, confirmed=True
    )


def correct_measurement(days: Days) -> None:
    """A second value of the same day replaces the first."""
    told = days.one(Measurement.objects.filter(on__gte=days.today - timedelta(days=60)))
    value = told.value + days.dice.randint(-2, 2)
    add_measurement(
        days.act(), objective_id=told.objective_id, value=value, on=told.on, confirmed=True
    )


def decided(verdict: Verdict, *states: State, **said) -> Callable[[Days], None]:
    def change(days: Days) -> None:
        row = days.initiative(*states)
        more = {name: value(days) if callable(value) else value for name, value in said.items()}
        decide(days.act(), initiative_id=row.id, verdict=verdict, reason="Vu", **more)

    change.__name__ = str(verdict)
    return change


def qualify(days: Days) -> None:
    """Estimated and with an objective, as the pool asks."""
    row = days.initiative(State.PROPOSED)
    taps = Estimates(value_tap=SizeTap.SMALL, effort_tap=SizeTap.SMALL, cost_tap=SizeTap.SMALL)
    set_estimates(days.act(), initiative_id=row.id, estimates=taps)
    if not row.objectives.exists():
        given = objective_input(target_on=soon(days), baseline_on=days.today)
        set_objective(days.act(), initiative_id=row.id, given=given)
    decide(days.act(), initiative_id=row.id, verdict=Verdict.QUALIFY)


def release(days: Days) -> None:
    """The tranche that waits, a new one where none does."""
    row = days.initiative(State.ACTIVE)
    if not row.tranches.filter(released_on=None).exists():
        Tranche.objects.create(initiative=row, position=9, amount=500, proof="x")
    decide(days.act(), initiative_id=row.id, verdict=Verdict.RELEASE, reason="Vu")


def continue_at_review(days: Days) -> None:
    item = days.one(ReviewItem.objects.filter(review__state="open", decision=None))
    decide(
        days.act(),
        initiative_id=item.initiative_id,
        verdict=Verdict.CONTINUE,
        reason="Vu",
        review_item_id=item.id,
    )


def adjust(days: Days) -> None:
    row = days.initiative(State.ACTIVE)
    later = days.today + timedelta(days=days.dice.randint(30, 200))
    changes = [
        Changes(target_on=later),
        Changes(budget=(row.budget or 0) + 1000),
        Changes(captain_id=days.act(Role.AI_LEAD).actor.member_id),
    ]
    decide(
        days.act(),
        initiative_id=row.id,
        verdict=Verdict.ADJUST,
        reason="Autrement",
        changes=days.dice.choice(changes),
    )


def correct(days: Days) -> None:
    tie = days.one(InitiativeDecision.objects.filter(decision__corrects=None).order_by("id"))
    correct_decision(days.act(), decision_id=tie.decision_id, reason="Écrit de travers")


def expense(days: Days) -> None:
    row = days.initiative(State.ACTIVE, State.PAUSED)
    amount = days.dice.randint(50, 3000)
    record_expense(days.act(), initiative_id=row.id, amount=amount, label="x", on=days.today)


def commitment(days: Days) -> None:
    row = days.initiative(State.ACTIVE)
    commit_money(days.act(), initiative_id=row.id, amount=100, label="x", on=days.today)


def propose(days: Days) -> None:
    propose_initiative(days.act(Role.CONTRIBUTOR), title=f"Idée du {days.today}", confirmed=True)


def edit(days: Days) -> None:
    edit_initiative(days.act(), initiative_id=days.initiative(*OPEN).id, summary=str(days.today))


def next_step(days: Days) -> None:
    set_next_step(
        days.act(),
        initiative_id=days.initiative(*OPEN).id,
        text="Choisir",
        member_id=days.act(Role.AI_LEAD).actor.member_id,
        due_on=days.today + timedelta(days=days.dice.randint(0, 40)),
    )


def captain(days: Days) -> None:
    row = days.initiative(State.PROPOSED, State.BACKLOG, State.PAUSED)
    member = days.one(Member.objects.filter(left_at=None).order_by("id"))
    assign_captain(days.act(), initiative_id=row.id, captain_id=member.id)


def rename(days: Days) -> None:
    member = days.one(Member.objects.filter(left_at=None).order_by("id"))
    name = days.dice.choice(["", "Anne Martin", f"Nom du {days.today}"])
    rename_member(days.act(), member_id=member.id, name=name, title="")


def role(days: Days) -> None:
    member = days.one(Member.objects.filter(role__in=[Role.AI_LEAD, Role.CONTRIBUTOR]))
    other = Role.CONTRIBUTOR if member.role == Role.AI_LEAD else Role.AI_LEAD
    change_role(days.act(), member_id=member.id, role=other)


def letter(days: Days) -> None:
    row = days.one(Initiative.objects.filter(state__in=OPEN).exclude(captain=None).order_by("id"))
    kind, only = days.dice.choice([(MandateKind.COMPANY, None), (MandateKind.INITIATIVE, row.id)])
    write_mandate(days.act(), kind=kind, holder_id=row.captain_id, initiative_id=only)


def sign(days: Days) -> None:
    mandate = days.one(Mandate.objects.filter(accepted_at=None, revoked_at=None).order_by("id"))
    holder = mandate.holder
    own = Act(member_actor(holder.id, holder.role), at(days.today), days.today)
    accept_mandate(own, mandate_id=mandate.id)


def revoke(days: Days) -> None:
    mandate = days.one(Mandate.objects.filter(revoked_at=None).order_by("id"))
    revoke_mandate(days.act(), mandate_id=mandate.id, reason="Changement")


def renew(days: Days) -> None:
    mandate = days.one(Mandate.objects.filter(revoked_at=None).order_by("id"))
    ends = days.today + timedelta(days=days.dice.randint(20, 300))
    renew_mandate(days.act(), mandate_id=mandate.id, ends=ends)


def triage(days: Days) -> None:
    confirm_triage(
        days.act(),
        subject=SubjectFacts(initiative_id=days.initiative(*OPEN).id),
        use_case_id="",
        taps=NO_TAPS,
        answers=SINGLES,
    )


def evidence(days: Days) -> None:
    """What a use that sorts people asks for."""
    subject = SubjectFacts(initiative_id=days.initiative(*OPEN).id)
    answers = dict.fromkeys((question.id for question in law().every_question), "no")
    sorts = {"A1": "yes", "A7a": "yes", "A8": "yes", "A9": "yes", "A9a": "yes", "A12": "deployer"}
    found = answer_triage(days.act(), subject=subject, answers=answers | sorts)
    if not found.missing:
        raise Nothing
    references = {found.missing[0]: f"Dossier {days.today}"}
    provide_evidence(days.act(), subject=subject, references=references)


def estimate(days: Days) -> None:
    tap = days.dice.choice(list(SizeTap))
    taps = Estimates(value_tap=tap, effort_tap=tap, cost_tap=tap)
    set_estimates(days.act(), initiative_id=days.initiative(*OPEN).id, estimates=taps)


def budget(days: Days) -> None:
    row = days.initiative(State.PROPOSED, State.BACKLOG)
    set_budget(days.act(), initiative_id=row.id, budget=days.dice.randint(2000, 30_000))


def objective(days: Days) -> None:
    row = days.initiative(State.PROPOSED, State.BACKLOG)
    known = Objective.objects.filter(initiative=row).first()
    later = days.today + timedelta(days=days.dice.randint(20, 200))
    set_objective(
        days.act(),
        initiative_id=row.id,
        objective_id=None if known is None else known.id,
        given=objective_input(target_on=later, baseline_on=days.today - timedelta(days=9)),
    )


def go_live(days: Days) -> None:
    row, ahead = days.initiative(*OPEN), timedelta(days=days.dice.randint(1, 90))
    if row.live_on is None and days.dice.random() < 0.5:
        given = GoLiveInput(live_on=days.today)
    else:
        given = GoLiveInput(expected_on=days.today + ahead, live_on=None)
    set_go_live(days.act(), initiative_id=row.id, given=given)


def criteria(days: Days) -> None:
    propose_criteria(days.act(), initiative_id=days.initiative(*OPEN).id)


def review_now(days: Days) -> None:
    open_review(days.act())


def review_due(days: Days) -> None:
    if open_due_review(now=at(days.today), today=days.today) is None:
        raise Nothing


def question(days: Days) -> None:
    item = days.one(ReviewItem.objects.filter(review__state="open", decision=None))
    ask_question(days.act(), item_id=item.id, question="Pourquoi ?")
    answer_question(days.act(), item_id=item.id, answer="Parce que.")


def close(days: Days) -> None:
    """Whatever had no verdict yet changes its scope, or is stopped."""
    review = days.one(Review.objects.filter(state="open"))
    for item in review.items.filter(decision=None, initiative__state=State.ACTIVE):
        asked = {"initiative_id": item.initiative_id, "verdict": Verdict.ADJUST}
        decide(days.act(), **asked, reason="Vu", changes=Changes(scope=str(days.today)))
    for item in review.items.filter(decision=None, initiative__state=State.PAUSED):
        asked = {"initiative_id": item.initiative_id, "verdict": Verdict.STOP}
        decide(days.act(), **asked, reason="Vu", lesson="Trop tôt")
    close_review(days.act(), review_id=review.id)


def morning(days: Days) -> None:
    keep_rhythm(now=at(days.today), today=days.today)


def trial(days: Days) -> None:
    row = days.initiative(State.PROPOSED, State.BACKLOG)
    start_trial(days.act(), initiative_id=row.id, question="Est-ce que cela marche ?")


def answer(days: Days) -> None:
    open_trial = days.one(Trial.objects.filter(conclusive=None).order_by("id"))
    end_trial(days.act(), trial_id=open_trial.id, answer="Oui", conclusive=True)


def cap(days: Days) -> None:
    change_cap(days.act(), cap=days.dice.choice([2, 3]), reason="Essai")


def exception(days: Days) -> None:
    grant_exception(days.act(), reason="Une de plus")


def soon(days: Days) -> date:
    return days.today + timedelta(days=days.dice.randint(5, 40))


CHANGES: tuple[Callable[[Days], None], ...] = (
    *(measure, expense, morning, measure, correct_measurement, propose, estimate, objective),
    qualify,
    *(budget, criteria, go_live, triage, captain, letter, sign, next_step),
    decided(Verdict.START, State.BACKLOG, State.PAUSED),
    *(rename, measure, commitment, review_due, continue_at_review, adjust, correct, question),
    decided(Verdict.PAUSE, State.ACTIVE, restart_on=soon),
    *(evidence, role, role, renew, measure, expense, edit),
    release,
    *(trial, answer, revoke, close, review_now, cap, exception, morning),
    decided(Verdict.COMPLETE, State.ACTIVE, runs_on_id=lambda d: d.act().actor.member_id),
    decided(Verdict.STOP, State.ACTIVE, State.PROPOSED, lesson="Trop tôt"),
    decided(Verdict.REJECT, State.PROPOSED),
    decided(Verdict.ARCHIVE, State.BACKLOG),
    decided(Verdict.RETURN, State.ACTIVE, State.PAUSED),
    decided(Verdict.REVIVE, State.ARCHIVED, State.STOPPED),
)


def changes(days: Days) -> Iterator[str | None]:
    """One change a day in rotation; its name, or None where it was refused that day."""
    for change in cycle(CHANGES):
        try:
            change(days)
        except (DomainError, Nothing):
            yield None
        else:
            yield change.__name__
