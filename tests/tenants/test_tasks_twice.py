"""A job that runs twice does what one run does: messages are doubled, lost and late."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

import pytest
from celery import Task, current_app
from django.db import connection
from django.utils import timezone
from django_tenants.utils import tenant_context

from assessments.answers.models import Assessment, ObservedFact
from assessments.questionnaire import selectors as catalogue
from assessments.results.rules.scoring import assess
from assessments.roadmap.models import RoadmapStep
from governance.access.rules.actors import Act
from governance.duties.rules import WEEKLY_MAIL
from governance.keys.models import IdempotencyRecord
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.mandates.services import write_mandate
from governance.outbox import services as outbox
from governance.outbox.models import OutboxMessage
from governance.register.models import KnownSoftware
from governance.webhooks.models import WebhookDelivery
from portfolio.cap.models import Portfolio
from portfolio.imports.models import TableImport
from portfolio.imports.services.imports import begin_import
from portfolio.initiatives.models import Initiative
from portfolio.reviews.models import Review
from portfolio.standing.models import StoredStanding
from portfolio.trials.models import Trial
from portfolio.value.models import GainCheck
from tenants.accounts.models import HandoverCode
from tenants.accounts.services import issue_code
from tenants.anchors.models import LogAnchor
from tenants.checks import company_models
from tenants.companies.models import Organization
from tenants.contributions.models import Contribution, Snapshot
from tenants.contributions.selectors import own_contributions
from tenants.contributions.services import contribute, give_consent
from tenants.digests.models import DigestPart, SentDigest
from tenants.digests.rules import DigestFigures
from tenants.digests.services import hand_part
from tenants.drafts.models import Draft
from tenants.drafts.services import create_draft
from tenants.due_work.models import DueWork
from tenants.due_work.services import set_due
from tenants.ids import uuid7
from tenants.kept_forms.models import KeptForm
from tenants.kept_forms.services import keep_form
from tenants.mail.models import PublicMail
from tests.architecture.furniture import contents, furnish
from tests.architecture.sources import FLOORS
from tests.conftest import Cast
from tests.harness.company import record_decisions

Prepare = Callable[[Cast, datetime], None]


def a_message_waits(cast: Cast, now: datetime) -> None:
    OutboxMessage.objects.update(not_before=now.replace(year=2000))


def a_delivery_waits(cast: Cast, now: datetime) -> None:
    """For an address that leads nowhere."""
    WebhookDelivery.objects.update(not_before=now.replace(year=2000), created_at=timezone.now())


def a_letter_is_posted(cast: Cast, now: datetime) -> None:
    row = PublicMail(sealed=b"", created_at=now, not_before=now, expires_at=now.replace(year=2099))
    PublicMail.objects.bulk_create([row])


def something_due(cast: Cast, now: datetime) -> None:
    set_due(job="tests.nothing", due_at=now)


RESULT = assess(questionnaire=catalogue.questionnaire("1.0.0"), answers={"G1": 1})


def an_old_code(cast: Cast, now: datetime) -> None:
    user_id = cast.members["viewer"].user_id
    issue_code(user_id=user_id, organization_id=cast.company.id, now=now.replace(year=2000))


def an_old_draft(cast: Cast, now: datetime) -> None:
    begun = now.replace(year=2000)
    create_draft(kind="x", content_version="1", language="fr", document={"a": 1}, now=begun)


def an_old_form(cast: Cast, now: datetime) -> None:
    begun = now.replace(year=2000)
    keep_form(host=cast.host, path="/", fields={"a": ["1"]}, user_id=None, now=begun)


def an_old_assessment(cast: Cast, now: datetime) -> None:
    started = now.replace(year=2000)
    Assessment.objects.update(state="open", completed_at=None, result=None, started_at=started)


def an_answer_is_late(cast: Cast, now: datetime) -> None:
    Initiative.objects.update(state="proposed", answer_by=now.date() - timedelta(days=2))


def an_action_is_late(cast: Cast, now: datetime) -> None:
    due_on = now.date() - timedelta(days=9)
    RoadmapStep.objects.update(state="taken", owner=cast.members["captain"], due_on=due_on)


def an_assessment_of_long_ago(cast: Cast, now: datetime) -> None:
    done = now.replace(year=2000)
    Assessment.objects.update(
        state="completed", completed_at=done, result=RESULT, again_proposed_at=None, again_from=None
    )


def a_review_is_due(cast: Cast, now: datetime) -> None:
    day = now.date()
    Portfolio.objects.update(next_review_on=day, covered_until=day - timedelta(days=40))
    Review.objects.update(period=now.date().replace(year=2000))


def a_trial_is_over(cast: Cast, now: datetime) -> None:
    long_ago = now.date() - timedelta(days=60)
    Trial.objects.update(starts=long_ago, ends=long_ago + timedelta(days=30), ended_on=None)


def what_stands_is_old(cast: Cast, now: datetime) -> None:
    StoredStanding.objects.update(true_until=now.date().replace(year=2000))


def a_month_begins(cast: Cast, now: datetime) -> None:
    set_due(job="portfolio.board_paper", due_at=now)


def a_quarter_begins(cast: Cast, now: datetime) -> None:
    set_due(job="portfolio.quarter_paper", due_at=now)


def a_base_rate_of_last_month(cast: Cast, now: datetime) -> None:
    Portfolio.objects.update(promises_kept=1, promises_closed=9)


def a_log_with_an_entry(cast: Cast, now: datetime) -> None:
    record_decisions(1, now)


def a_sweep_is_due(cast: Cast, now: datetime) -> None:
    KnownSoftware.objects.update(added_on=now.date().replace(year=2000), swept_on=None, found="")


def a_week_begins(cast: Cast, now: datetime) -> None:
    a_sweep_is_due(cast, now)
    # On a day off it only says when it looks again.
    set_due(job=WEEKLY_MAIL, due_at=None)


def a_week_of_several_companies(cast: Cast, now: datetime) -> None:
    """Whose parts wait for nobody: one mail leaves."""
    noon, monday = timezone.now() - timedelta(hours=1), timezone.localdate()
    monday -= timedelta(days=monday.weekday())
    figures = DigestFigures(count=1, decisions=0, first_on=None, is_late=False, path="/")
    user_id = cast.members["viewer"].user_id
    hand_part(user_id=user_id, week=monday, figures=figures, leaves_by=noon)


def an_old_kept_answer(cast: Cast, now: datetime) -> None:
    IdempotencyRecord.objects.update(created_at=now.replace(year=2000))


def an_assessment_is_lent(cast: Cast, now: datetime) -> None:
    """Long enough ago that its company is asked again, or that it is too old to count."""
    give_consent(kind="peers", member_id=cast.members["executive"].id, now=now)
    completed = timezone.now() - timedelta(days=11)
    Assessment.objects.update(state="completed", completed_at=completed, result=RESULT)
    lent = Assessment.objects.get()
    contribute(kind="peers", source=lent.id, at=completed, document={})
    assert own_contributions(kind="peers")


def an_old_assessment_is_lent(cast: Cast, now: datetime) -> None:
    an_assessment_is_lent(cast, now)
    contribute(kind="peers", source=uuid7(), at=now.replace(year=2000), document={})


def a_gain_to_look_at(cast: Cast, now: datetime) -> None:
    day = timezone.localdate() + timedelta(days=2)
    GainCheck.objects.update(asked_at=None, answer="", answered_on=None, due_on=day)


def a_file_waits(cast: Cast, now: datetime) -> None:
    TableImport.objects.all().delete()
    act = Act(cast.actor("executive"), timezone.now(), timezone.localdate())
    begin_import(act, data=b"Nom\nTrier le courrier\n", writes=True)


def an_absence_is_over(cast: Cast, now: datetime) -> None:
    act = Act(cast.actor("executive"), timezone.now(), timezone.localdate())
    held, other = cast.members["lead"].id, cast.members["executive"].id
    mandate = write_mandate(act, kind=MandateKind.COMPANY, holder_id=held)
    day = now.date().replace(year=2000)
    Mandate.objects.filter(id=mandate.id).update(stand_in=other, away_from=day, away_until=day)


def a_charter_of_long_ago(cast: Cast, now: datetime) -> None:
    ObservedFact.objects.filter(key__startswith="charter").delete()


# What each job finds when it runs; a new job is not accepted without a line here.
FIXTURES: dict[str, Prepare] = {
    "tenants.poke_due_work": something_due,
    "tenants.send_mail": a_letter_is_posted,
    "tenants.forget_expired_codes": an_old_code,
    "tenants.forget_expired_drafts": an_old_draft,
    "tenants.forget_expired_forms": an_old_form,
    "assessments.expire": an_old_assessment,
    "governance.anchor_logs": a_log_with_an_entry,
    "assessments.remind_actions": an_action_is_late,
    "assessments.freeze_peers": an_old_assessment_is_lent,
    "assessments.invite_retest": an_assessment_is_lent,
    "assessments.propose": an_assessment_of_long_ago,
    "governance.end_absences": an_absence_is_over,
    "governance.charter_turns": a_charter_of_long_ago,
    "governance.forget_answers": an_old_kept_answer,
    "governance.register_turns": a_sweep_is_due,
    "governance.send_outbox": a_message_waits,
    "governance.send_webhooks": a_delivery_waits,
    "portfolio.keep_ideas": an_answer_is_late,
    "portfolio.open_review": a_review_is_due,
    "portfolio.review_rhythm": a_trial_is_over,
    "portfolio.board_paper": a_month_begins,
    "portfolio.quarter_paper": a_quarter_begins,
    "portfolio.check_forecasts": a_base_rate_of_last_month,
    "portfolio.gain_checks": a_gain_to_look_at,
    "portfolio.run_imports": a_file_waits,
    "portfolio.send_weeks": a_week_of_several_companies,
    "portfolio.warm_standings": what_stands_is_old,
    WEEKLY_MAIL: a_week_begins,
}
# Jobs of the provisioner need the owner's rights: tests/tenants/test_provisioning.py runs them.
PROVISIONER = {"tenants.refill_spares", "tenants.rehearse_restores"}


def registered() -> dict[str, Task]:
    current_app.loader.import_default_modules()
    return {name: task for name, task in current_app.tasks.items() if name.split(".")[0] in FLOORS}


def test_every_registered_job_has_a_fixture() -> None:
    assert set(registered()) == set(FIXTURES) | PROVISIONER


def state(cast: Cast) -> dict[str, Any]:
    """All that a job may change, but for the moment at which it did."""
    found: dict[str, Any] = dict(contents(cast.company.schema_name))
    found["due"] = sorted(DueWork.objects.values_list("organization_id", "job", "attempts"))
    found["codes"] = HandoverCode.objects.count()
    found["drafts"] = sorted(Draft.objects.values_list("id", "version"))
    found["posted"] = sorted(PublicMail.objects.values_list("id", "attempts"))
    found["parts"] = sorted(DigestPart.objects.values_list("user_id", "week"))
    found["weeks"] = sorted(SentDigest.objects.values_list("user_id", "week"))
    found["forms"] = KeptForm.objects.count()
    found["anchors"] = sorted(LogAnchor.objects.values_list("organization_id", "seq"))
    found["lent"] = sorted(Contribution.objects.values_list("organization_id", "source"))
    found["frozen"] = sorted(Snapshot.objects.values_list("kind", "period"))
    found["companies"] = sorted(Organization.objects.values_list("id", "state"))
    return found


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    messages: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **more: messages.append(name))
    monkeypatch.setattr(
        outbox, "send_mail", lambda **mail: messages.append(mail["template"]) is None
    )
    return messages


@pytest.mark.parametrize("name", sorted(FIXTURES))
def test_a_job_that_runs_twice_does_what_one_run_does(
    name: str,
    acme: Cast,
    now: datetime,
    django_capture_on_commit_callbacks,
    sent: list[str],
    mailoutbox: list[Any],
) -> None:
    furnish(acme, "MARK", now)
    FIXTURES[name](acme, now)
    task = registered()[name]
    before = state(acme)
    run(task, acme, django_capture_on_commit_callbacks)
    once = (state(acme), list(sent), len(mailoutbox))
    run(task, acme, django_capture_on_commit_callbacks)
    assert (state(acme), sent, len(mailoutbox)) == once
    assert once != (before, [], 0)


def run(task: Task, cast: Cast, capture: Any) -> None:
    """As a worker does: from the public side, with the company by its id.

    What follows the commit runs where the commit would have been: inside the company.
    """
    inside = connection.tenant
    in_company = getattr(task.run, "in_company", False)
    connection.set_schema_to_public()
    try:
        with capture() as callbacks:
            if in_company:
                task(organization_id=str(cast.company.id))
            else:
                task()
        with tenant_context(cast.company) if in_company else nullcontext():
            for callback in callbacks:
                callback()
    finally:
        connection.set_tenant(inside)


def test_a_job_that_does_something_twice_would_be_seen(acme: Cast, now: datetime) -> None:
    before = state(acme)
    something_due(acme, now)
    assert state(acme) != before
    assert len(contents(acme.company.schema_name)) == len(company_models())
