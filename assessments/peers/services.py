"""A few companies are asked to take the assessment again, to measure the instrument itself."""

import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from uuid import UUID

import msgspec

from assessments.answers.models import Assessment
from assessments.answers.selectors import completed_assessments
from assessments.peers.rules.contributions import (
    KIND,
    RETEST_FROM,
    Lending,
    is_chosen,
    is_retest,
    kept,
    lending_document,
)
from assessments.peers.rules.peers import (
    QUARTERS,
    Past,
    Peer,
    PublishedGroup,
    Version,
    day_after,
    freeze,
    quarter_of,
    quarters_before,
)
from assessments.peers.selectors import lendable
from assessments.questionnaire import selectors as catalogue
from assessments.results.rules.results import plain
from assessments.voices.selectors.voices import answers_of
from governance.access.rules.actors import Act
from governance.access.services import require
from governance.members.models import Member
from governance.outbox.models import OutboxMessage
from governance.outbox.services import tell
from tenants.contributions.models import Snapshot
from tenants.contributions.selectors import is_frozen, lent, own_contributions, snapshots
from tenants.contributions.services import (
    contribute,
    forget_contributions,
    freeze_snapshot,
    give_consent,
    keep_contributions,
    withdraw_consent,
)
from tenants.due_work.services import set_due
from tenants.transactions import use_case

INVITATION_JOB = "assessments.invite_retest"
RETEST_AFTER = timedelta(days=RETEST_FROM)


def invite_retest(*, now: datetime) -> None:
    """Whoever took the newest assessment is asked once to take it again, in time or never."""
    with use_case():
        newest = next(iter(completed_assessments(most=1)), None)
        if newest is not None and _is_in_time(newest, now) and _is_open(newest):
            _tell(newest, now=now)
        set_due(job=INVITATION_JOB, due_at=None)


def _is_in_time(assessment: Assessment, now: datetime) -> bool:
    completed = assessment.completed_at
    return completed is not None and is_retest(completed, now)


def _is_open(assessment: Assessment) -> bool:
    """Whether its company lends it still and was not asked yet."""
    asked = OutboxMessage.objects.filter(dedup_key=_key(assessment))
    return assessment.id in own_contributions(kind=KIND) and not asked.exists()


def _tell(assessment: Assessment, *, now: datetime) -> None:
    tell(
        member=Member.objects.get(id=assessment.started_by_id),
        template="retest_invitation",
        context={},
        now=now,
        dedup_key=_key(assessment),
    )


def _key(assessment: Assessment) -> str:
    return f"retest:{assessment.id}"


PERMISSION = "benchmark.consent"


def join_peers(act: Act) -> None:
    """The company is compared from now on, and lends its newest assessment of eighteen months.

    NotAllowed for who may not; joining again changes nothing.
    """
    require(act, permission=PERMISSION)
    with use_case():
        give_consent(kind=KIND, member_id=act.actor.person_id, now=act.now)
        assessment = lendable(now=act.now)
        if assessment is not None:
            lend_assessment(assessment=assessment)


def leave_peers(act: Act) -> None:
    """Nothing of the company is lent any more, at once; NotAllowed for who may not."""
    require(act, permission=PERMISSION)
    with use_case():
        withdraw_consent(kind=KIND, member_id=act.actor.person_id, now=act.now)
        set_due(job=INVITATION_JOB, due_at=None)


def lend_assessment(*, assessment: Assessment) -> None:
    """A completed assessment is lent where the company consents; what is of no use is taken back.

    One in twenty companies is due to be asked, ten days later, to take it again.
    """
    if assessment.completed_at is None:
        raise TypeError("only a completed assessment is lent")
    document = lending_document(
        questionnaire=catalogue.questionnaire(assessment.questionnaire_version),
        answers=answers_of(assessment),
        result=assessment.result,
    )
    with use_case():
        if not contribute(
            kind=KIND, source=assessment.id, at=assessment.completed_at, document=document
        ):
            return
        moments = own_contributions(kind=KIND)
        keep_contributions(kind=KIND, sources=kept(moments))
        again = any(is_retest(one, assessment.completed_at) for one in moments.values())
        chosen = is_chosen(assessment.id) and not again
        set_due(
            job=INVITATION_JOB, due_at=assessment.completed_at + RETEST_AFTER if chosen else None
        )


def freeze_peers(*, today: date, now: datetime) -> bool:
    """The quarter before this one has its snapshot; whether it was made now.

    Made of what companies lend and nothing else; what is too old to count again is forgotten.
    """
    period = quarters_before(quarter_of(today), 1)
    if is_frozen(kind=KIND, period=period):
        return False
    former = snapshots(kind=KIND, since=quarters_before(period, QUARTERS - 1))
    salt = former[-1].basis["salt"] if former else secrets.token_hex(16)
    major = catalogue.current_questionnaire(today=today).major
    oldest = _midnight(day_after(quarters_before(period, QUARTERS)))
    with use_case():
        versions = freeze(
            peers=_peers(salt, major, since=oldest, until=_midnight(day_after(period))),
            past=_past([one for one in former if one.document["major"] == major]),
            period=period,
        )
        new = {name: one for name, one in versions.items() if one.cell.period == period}
        freeze_snapshot(
            kind=KIND,
            period=period,
            document={"major": major, "cells": plain({n: v.cell for n, v in versions.items()})},
            basis={"salt": salt, "cells": {name: sorted(new[name].members) for name in new}},
            now=now,
        )
        forget_contributions(kind=KIND, before=oldest)
    return True


def _peers(salt: str, major: int, *, since: datetime, until: datetime) -> list[Peer]:
    """The newest lending of every company in that time, where it announced a level."""
    newest: dict[UUID, Lending] = {}
    for one in lent(kind=KIND):
        if since <= one.at < until:
            pseudonym = sha256(salt.encode() + one.organization_id.bytes).hexdigest()[:20]
            newest[one.organization_id] = Lending.from_dict(
                one.document, company=pseudonym, at=one.at
            )
    return [
        Peer(one.company, one.sector, one.size, one.values)
        for one in newest.values()
        if one.announced and one.major == major
    ]


def _past(former: Sequence[Snapshot]) -> Past:
    """What the rules must know of the snapshots, the oldest first."""
    members: dict[str, list[frozenset[str]]] = {}
    by_period: dict[tuple[str, str], frozenset[str]] = {}
    for snapshot in former:
        for name, pseudonyms in snapshot.basis["cells"].items():
            members.setdefault(name, []).append(frozenset(pseudonyms))
            by_period[name, snapshot.period] = frozenset(pseudonyms)
    shown = former[-1].document["cells"] if former else {}
    standing = {
        name: Version(msgspec.convert(one, PublishedGroup), by_period[name, one["period"]])
        for name, one in shown.items()
        if (name, one["period"]) in by_period
    }
    return Past(members, standing)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
