"""The charter is drafted, published, signed; a change is asked for and looked at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext

from governance.access.rules.actors import Act
from governance.access.services import require
from governance.charter.models import (
    Charter,
    CharterRequest,
    CharterSignature,
    CharterVersion,
)
from governance.charter.rules import (
    CHARTER_TURNS,
    LONGEST_LINE,
    LONGEST_TITLE,
    Bilingual,
    CharterRule,
    CharterText,
    Conditional,
    date_problems,
    text_problems,
    worded,
)
from governance.charter.selectors import (
    allowed_tools,
    charter_catalogue,
    known_texts,
    newest_version,
    with_tools,
)
from governance.decisions.choices import SubjectKind
from governance.decisions.services import record_decision
from governance.members.models import Member
from governance.papers.services import Sheet, set_sheet
from governance.register.rules.entries import REGISTER
from governance.register.services.entries import company_zone
from tenants.bounds import MOST_PEOPLE
from tenants.columns import check_columns
from tenants.due_work.services import set_due
from tenants.errors import Invalid, NotFound, Refused
from tenants.rows import check_version, locked
from tenants.texts import folded
from tenants.transactions import Instant, touch, use_case

MORNING = time(6)
TEMPLATE = "governance/papers/charter"


@dataclass(frozen=True, kw_only=True)
class RuleInput:
    """One rule as it is typed; the id says which of ours it stands for."""

    id: str
    title: str
    line: str = ""


@dataclass(frozen=True, kw_only=True)
class CharterInput:
    """A charter as somebody writes it, in one language; `conditional` pairs data and condition."""

    language: str
    contact_id: UUID | None
    rules: tuple[RuleInput, ...]
    forbidden: tuple[str, ...] = ()
    conditional: tuple[tuple[str, str], ...] = ()
    free: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()
    headcount: int | None = None


def draft_charter(act: Act, *, given: CharterInput, expected_version: int | None = None) -> Charter:
    """The draft says this; nobody is asked to sign it before it is published.

    Raises NotAllowed, Invalid `charter_invalid`, Refused `stale_version`.
    """
    require(act, permission="charter.edit")
    with use_case():
        row = _locked_charter(expected_version)
        text = _text(given)
        _check(text, given)
        row.draft, row.headcount = text, given.headcount
        row.drafted_by_id, row.drafted_at = act.actor.person_id, act.now
        row.version += 1
        row.save()
        touch(act, REGISTER)
    return row


def drop_draft(act: Act) -> None:
    """The draft is given up; what is in force stays. Raises NotAllowed."""
    require(act, permission="charter.edit")
    with use_case():
        _empty(_locked_charter(None))


def publish_charter(
    act: Act, *, effective_from: date, review_on: date, expected_version: int | None = None
) -> CharterVersion:
    """The draft is the next version, for ever, with the tools that the register allows today.

    Its publisher has signed it; everybody else is asked to. Raises NotAllowed, Refused
    `charter_no_draft`, `stale_version`, Invalid `charter_invalid`.
    """
    grant = require(act, permission="charter.publish")
    wrong = date_problems(effective_from=effective_from, review_on=review_on, today=act.today)
    with use_case():
        row = _locked_charter(expected_version)
        if row.draft is None:
            raise Refused("charter_no_draft")
        text = with_tools(row.draft, allowed_tools())
        wrong |= text_problems(text)
        if wrong:
            raise Invalid("charter_invalid", fields=wrong)
        before = CharterVersion.objects.aggregate(last=Max("number"))["last"]
        made = CharterVersion.objects.create(
            number=(before or 0) + 1,
            text=text,
            effective_from=effective_from,
            review_on=review_on,
            published_at=act.now,
            published_by_id=act.actor.person_id,
        )
        CharterSignature.objects.create(of=made, member_id=act.actor.person_id, signed_at=act.now)
        _empty(row)
        _look_again(act, made.review_on)
        record_decision(
            act,
            grant=grant,
            verdict="publish_charter",
            subject_kind=SubjectKind.CHARTER,
            subject_id=made.id,
            facts={
                "number": made.number,
                "effective_from": effective_from,
                "review_on": review_on,
            },
        )
    return made


def sign_charter(act: Act, *, number: int) -> CharterSignature:
    """The member has signed that version, once; a second signature changes nothing.

    Raises NotAllowed, NotFound `charter_version_not_found`, Refused `charter_version_old`.
    """
    require(act, permission="charter.sign")
    with use_case():
        version = _to_sign(number)
        made, _ = CharterSignature.objects.get_or_create(
            of=version, member_id=act.actor.person_id, defaults={"signed_at": act.now}
        )
        touch(act, REGISTER)
    return made


def sign_by_name(at: Instant, *, number: int, name: str) -> CharterSignature:
    """Somebody without an account has signed that version under that name, once.

    The door that is open to them is the caller's affair. Raises Invalid `charter_invalid`, and as
    `sign_charter`.
    """
    name = " ".join(name.split())
    check_columns(model=CharterSignature, values={"name": name})
    if not folded(name):
        raise Invalid("charter_invalid", fields={"name": ["name_needed"]})
    with use_case():
        version = _to_sign(number)
        made, _ = CharterSignature.objects.get_or_create(
            of=version,
            member=None,
            folded=folded(name)[:120],
            defaults={"name": name, "signed_at": at.now},
        )
        touch(at, REGISTER)
    return made


def ask_for_change(act: Act, *, text: str) -> CharterRequest:
    """Who keeps the charter finds the wish among what there is to do.

    Raises NotAllowed, Invalid `charter_invalid`.
    """
    require(act, permission="charter.sign")
    check_columns(model=CharterRequest, values={"text": text.strip()})
    if not text.strip():
        raise Invalid("charter_invalid", fields={"text": ["required"]})
    with use_case():
        return CharterRequest.objects.create(
            text=text.strip(), asked_by_id=act.actor.person_id, asked_at=act.now
        )


def close_request(act: Act, *, request_id: UUID) -> CharterRequest:
    """The wish was looked at. Raises NotAllowed, NotFound `charter_request_not_found`."""
    require(act, permission="charter.publish")
    with use_case():
        row = locked(CharterRequest, request_id, code="charter_request_not_found")
        if row.closed_at is None:
            row.closed_at, row.closed_by_id = act.now, act.actor.person_id
            row.save(update_fields=["closed_at", "closed_by"])
    return row


def charter_sheet(row: CharterVersion, *, company: str, names: Mapping[UUID, str]) -> Sheet:
    """That version on one page, in the active language."""
    contact = names.get(row.text.contact_id, "") if row.text.contact_id else ""
    context = {"row": row, "text": row.text, "company": company, "contact": contact}
    return set_sheet(template=TEMPLATE, context=context, at=row.published_at)


def charter_file(row: CharterVersion) -> str:
    """What the file is called on the reader's disk."""
    return f"{gettext('AI charter')} - {row.number}.pdf"


def turn_charter(at: Instant) -> None:
    """The facts of the charter are those of the day; they turn once, after a year's last day."""
    with use_case():
        newest = newest_version()
        if newest is not None and newest.review_on >= at.today:
            _look_again(at, newest.review_on)
            return
        touch(at, REGISTER)
        set_due(job=CHARTER_TURNS, due_at=None)


def _text(given: CharterInput) -> CharterText:
    known = known_texts()

    def said(typed: str) -> Bilingual:
        return worded(typed, language=given.language, known=known)

    return CharterText(
        contact_id=given.contact_id,
        rules=tuple(
            CharterRule(
                id=one.id,
                title=said(one.title.strip()),
                line=said(one.line.strip()) if one.line.strip() else None,
            )
            for one in given.rules
            if one.title.strip()
        ),
        forbidden=_lines(given.forbidden, said),
        conditional=tuple(
            Conditional(what=said(what.strip()), condition=said(condition.strip()))
            for what, condition in given.conditional
            if what.strip() and condition.strip()
        ),
        free=_lines(given.free, said),
        promises=tuple(
            one for one in charter_catalogue().promises if one.id in set(given.promises)
        ),
    )


def _lines(typed: Sequence[str], said: Callable[[str], Bilingual]) -> tuple[Bilingual, ...]:
    return tuple(said(one.strip()) for one in typed if one.strip())


def _check(text: CharterText, given: CharterInput) -> None:
    typed = [part for one in given.rules for part in (one.title, one.line)]
    typed += [*given.forbidden, *given.free, *(part for one in given.conditional for part in one)]
    for one in typed:
        check_columns(model=CharterRequest, values={"text": one})
    known = {one.id for one in charter_catalogue().rules}
    ids = [one.id for one in text.rules]
    wrong = text_problems(text)
    if set(ids) - known or len(set(ids)) < len(ids):
        wrong["rules"] = ["unknown"]
    if any(len(one.title) > LONGEST_TITLE or len(one.line) > LONGEST_LINE for one in given.rules):
        wrong["rules"] = ["max_length"]
    lists = {
        "forbidden": given.forbidden,
        "free": given.free,
        "conditional": [part for pair in given.conditional for part in pair],
    }
    for name, lines in lists.items():
        if any(len(one) > LONGEST_LINE for one in lines):
            wrong[name] = ["max_length"]
    contact = given.contact_id
    if contact and not Member.objects.filter(id=contact, left_at=None).exists():
        wrong["contact_id"] = ["member_unknown"]
    if given.headcount is not None and not 1 <= given.headcount <= MOST_PEOPLE:
        wrong["headcount"] = ["out_of_range"]
    if wrong:
        raise Invalid("charter_invalid", fields=wrong)


def _to_sign(number: int) -> CharterVersion:
    newest = newest_version()
    if newest is None or number > newest.number or number < 1:
        raise NotFound("charter_version_not_found", named=number)
    if number < newest.number:
        raise Refused("charter_version_old")
    return newest


def _locked_charter(expected: int | None) -> Charter:
    Charter.objects.bulk_create([Charter(id=1)], ignore_conflicts=True)
    row = Charter.objects.select_for_update().get(id=1)
    check_version(row.version, expected)
    return row


def _empty(row: Charter) -> None:
    row.draft, row.drafted_by, row.drafted_at = None, None, None
    row.version += 1
    row.save(update_fields=["draft", "drafted_by", "drafted_at", "version"])


def _look_again(at: Instant, review_on: date) -> None:
    """What the roadmap reads is observed now, and again when a year is over."""
    touch(at, REGISTER)
    day = review_on + timedelta(days=1)
    set_due(job=CHARTER_TURNS, due_at=datetime.combine(day, MORNING, tzinfo=company_zone()))
