"""A row in every table of a company, its texts marked, whatever the tables are."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from governance.access.rules.authority import Grant
from governance.charter.rules import CharterText
from governance.decisions.choices import SubjectKind
from governance.decisions.models import Decision
from governance.decisions.services import record_decision
from governance.members.models import Member
from governance.statement.rules import StatementFacts
from portfolio.initiatives.models import InitiativeDecision
from portfolio.likeness.rules import TITLE_BITS, WHOLE_BITS
from tenants.checks import company_models
from tenants.ids import uuid7
from tenants.shapes import ShapeField, encode
from tests.conftest import Cast, acting
from tests.portfolio.board.facts import facts
from tests.portfolio.quarters.facts import quarter

# Fields whose words are slugs, or that a constraint ties to another field.
FIXED: dict[str, Any] = {
    "assessments.Assessment.questionnaire_version": "1.0.0",
    "assessments.Assessment.voices": None,
    "assessments.Assessment.plan": None,
    "assessments.Answer.item": "P1",
    "assessments.Answer.value": "dk",
    "assessments.RoadmapStep.action_id": "PIL-01",
    "assessments.RoadmapStep.moves": [],
    "assessments.RoadmapStep.state": "refused",
    "assessments.RoadmapStep.refused_until": date(2099, 1, 1),
    "governance.ApiKey.prefix": "cap_000000000000",
    "governance.Charter.draft": None,
    "governance.CharterVersion.text": CharterText(contact_id=None, rules=()),
    "governance.Incident.authority": "",
    "governance.Incident.severity": "low",
    "governance.CompanyChange.kind": "portfolio",
    "governance.Mandate.kind": "company",
    "governance.Mandate.remark": "",
    "governance.OutboxMessage.channel": "mail",
    "governance.RegisterEntry.law_class": "",
    "portfolio.AuthorityRequest.verdict": "stop",
    "portfolio.AuthorityRequest.outcome": "",
    "portfolio.AuthorityRequest.answer": "",
    "portfolio.AuthorityRequest.settled_at": None,
    "governance.Statement.facts": StatementFacts(
        as_of=date(2020, 1, 1),
        company="",
        law_version="2026-11-26",
        in_place=0,
        uses=(),
        charter_number=None,
        charter_from=None,
        signed=0,
        signed_of=0,
        incidents_year=0,
        incidents_closed=0,
        last_incident_on=None,
        measures_year=0,
        reached=0,
        members=0,
        last_measure_on=None,
    ),
    "governance.Webhook.paused_why": "",
    "governance.WebhookDelivery.event": "webhook.tested",
    "governance.WebhookDelivery.last_error": "",
    "portfolio.ProposedVerdict.outcome": "",
    "portfolio.TrialRating.rating": "",
    "portfolio.TrialRating.rated_at": None,
    "portfolio.ProposedVerdict.verdict": "continue",
    "portfolio.ProposedVerdict.settled_at": None,
    "portfolio.QuarterAsk.answer": "",
    "portfolio.QuarterAsk.sentence": "",
    "portfolio.QuarterPaper.quarter": date(2020, 1, 1),
    "portfolio.QuarterPaper.facts": encode(quarter()).decode(),
    "portfolio.Review.minutes": None,
    "portfolio.BoardPaper.month": date(2020, 1, 1),
    "portfolio.BoardPaper.facts": encode(facts()).decode(),
    "portfolio.MonthAsked.month": date(2020, 1, 1),
    "portfolio.GainCheck.answer": "",
    "portfolio.GuardRail.direction": "up",
    "portfolio.Objective.benefit": "time",
    "portfolio.Objective.direction": "up",
    "portfolio.ProposalQuestion.answer": "",
    "portfolio.Tranche.proof": "first_measurement_progresses",
    "portfolio.Tranche.asked_proof": "",
    "portfolio.Tranche.asked_reason": "",
    "portfolio.Tranche.seen_note": "",
    "portfolio.Review.state": "closed",
    "portfolio.ReviewItem.facts": {"health": "unknown", "signals": []},
    "portfolio.StopCriterion.metric": "date",
    "portfolio.StopCriterion.comparison": "above",
    "portfolio.Initiative.again": "",
    "portfolio.Initiative.benefit": "time",
    "portfolio.Likeness.title_bits": "0" * TITLE_BITS,
    "portfolio.Likeness.whole_bits": "0" * WHOLE_BITS,
    "portfolio.Initiative.use_case": "",
    "portfolio.Initiative.value_tap": "",
    "portfolio.Initiative.effort_tap": "",
    "portfolio.Initiative.cost_tap": "",
    "portfolio.TableImport.kind": "initiatives",
    "portfolio.TableImport.state": "written",
    "portfolio.TableImport.language": "fr",
    "portfolio.TableImport.data": None,
    "portfolio.TableImport.headings": [],
    "portfolio.TableImport.rows": [],
    "portfolio.TableImport.columns": {},
    "portfolio.TableImport.faults": [],
    "portfolio.ImportMapping.columns": {},
    "portfolio.InitiativeDecision.from_state": "proposed",
    "portfolio.InitiativeDecision.to_state": "backlog",
}
# Of several of which a row has one.
TIED = {"portfolio.LegalTask.initiative"}
LATER = {"ends", "review_on", "ends_on", "due_on", "expires_at"}


def furnish(cast: Cast, mark: str, now: datetime) -> None:
    """Each table of the current company has a row, and its free texts say `mark`."""
    Member.objects.update(name=f"{mark} name", title=f"{mark} title")
    waiting = [model for model in company_models() if not model._default_manager.exists()]
    while waiting:
        ready = [model for model in waiting if not needs(model) & set(waiting)]
        for model in ready or waiting[:1]:
            waiting.remove(model)
            make(model, cast, mark, now)


def needs(model: type[models.Model]) -> set[type[models.Model]]:
    return {
        field.remote_field.model
        for field in model._meta.local_fields
        if field.remote_field and is_tied(field) and field.remote_field.model is not model
    }


def is_tied(field: models.Field) -> bool:
    return not field.null or f"{field.model._meta.label}.{field.name}" in TIED


def make(model: type[models.Model], cast: Cast, mark: str, now: datetime) -> None:
    if model is Decision:
        decide(cast, mark, now, about=uuid7())
        return
    values: dict[str, Any] = {}
    for field in model._meta.local_fields:
        value = content(field, mark, now)
        if value is not None:
            values[field.attname] = value
    if model is InitiativeDecision:
        values["decision_id"] = decide(cast, mark, now, about=values["initiative_id"]).id
    model._default_manager.create(**values)


def decide(cast: Cast, mark: str, now: datetime, *, about: UUID) -> Decision:
    return record_decision(
        acting(cast.actor("executive"), now=now),
        grant=Grant(by="role"),
        verdict="continue",
        subject_kind=SubjectKind.INITIATIVE,
        subject_id=about,
        reason=f"{mark} reason",
        facts={"note": mark},
    )


def content(field: models.Field, mark: str, now: datetime) -> Any:
    """Something that may stand in the field; None to leave it alone."""
    name = f"{field.model._meta.label}.{field.name}"
    if name in FIXED:
        return FIXED[name]
    if field.remote_field is not None:
        return field.remote_field.model._default_manager.first().pk if is_tied(field) else None
    if field.has_default() and field.get_default() not in ("", None, {}):
        return None
    if isinstance(field, models.EmailField):
        return f"{mark}@company.example".lower()
    if isinstance(field, models.CharField | models.TextField):
        if field.choices:
            return field.choices[0][0]
        return f"{mark} {field.name}"[: field.max_length]
    if isinstance(field, ShapeField):
        return None
    if isinstance(field, models.JSONField):
        return {"note": mark}
    if field.null:
        return None
    day = timedelta(days=20 if field.name in LATER else 0)
    return plain(field, now + day)


def plain(field: models.Field, now: datetime) -> Any:
    match field:
        case models.DateTimeField():
            return now
        case models.DateField():
            return now.date()
        case models.UUIDField():
            return uuid7()
        case models.BooleanField():
            return False
        case models.BinaryField():
            return b"x" * 32
        case ArrayField():
            return []
    return 1


def contents(schema: str) -> dict[str, str]:
    """Table → a digest of all its rows."""
    found = {}
    with connection.cursor() as cursor:
        for model in company_models():
            table = f'"{schema}"."{model._meta.db_table}"'
            cursor.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t")
            found[model._meta.db_table] = str(cursor.fetchone()[0])
    return found
