"""The charter read: what is in force, what is proposed, who has signed, what is asked."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils.module_loading import import_string

from governance.access.choices import Role
from governance.charter.models import (
    Charter,
    CharterRequest,
    CharterSignature,
    CharterVersion,
)
from governance.charter.rules import (
    REMINDED,
    AllowedTool,
    Bilingual,
    ChangedRule,
    CharterCatalogue,
    CharterText,
    GivenAnswer,
    Signed,
    changed_rules,
    charter_facts,
    parse_charter,
    proposed,
    reasons,
    signed,
)
from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power
from governance.duties.selectors import DutySource, Owed, Reader
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.members.models import Member
from governance.register.choices import Light
from governance.register.models import RegisterEntry
from governance.register.rules.entries import IN_PLACE
from tenants.documents import load
from tenants.errors import NotFound

SIGNERS = (Role.EXECUTIVE, Role.AI_LEAD, Role.CONTRIBUTOR)
FACES = 12


@cache
def charter_catalogue() -> CharterCatalogue:
    """Our proposal, the newest version."""
    folder = Path(settings.BASE_DIR) / "governance" / "data" / "charter"
    path = max(folder.glob("*.yaml"))
    return parse_charter(load(path.read_text("utf-8"), name=path.name))


def allowed_tools() -> tuple[AllowedTool, ...]:
    """What the register allows today, green first, by name."""
    rows = RegisterEntry.objects.filter(status__in=list(IN_PLACE)).order_by("folded", "id")
    found = [
        AllowedTool(tool=row.tool, light=row.light, condition=row.condition, data=tuple(row.data))
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: one.light != Light.GREEN))


def company_answers() -> Mapping[str, GivenAnswer]:
    """What the company answered last to the questions that a rule starts from, by question."""
    read: Callable[[Collection[str]], Mapping[str, GivenAnswer]] = import_string(
        settings.COMPANY_ANSWERS
    )
    return read({one.item for one in charter_catalogue().from_answers})


def reasons_of(text: CharterText) -> dict[str, GivenAnswer]:
    """By which answer of the diagnostic a rule of that text has its line."""
    return reasons(text, catalogue=charter_catalogue(), answers=company_answers())


def charter_row() -> Charter:
    """What is in the making; nothing yet where nobody began."""
    return Charter.objects.select_related("drafted_by").filter(id=1).first() or Charter()


def charter_versions() -> list[CharterVersion]:
    """Every version, the newest first, each with `signatures_count` and who published it."""
    rows = CharterVersion.objects.select_related("published_by")
    return list(rows.annotate(signatures_count=Count("signatures")).order_by("-number"))


def newest_version() -> CharterVersion | None:
    """The version to sign."""
    return CharterVersion.objects.order_by("-number").first()


def get_version(number: int) -> CharterVersion:
    """That version; raises NotFound `charter_version_not_found`."""
    row = CharterVersion.objects.filter(number=number).first()
    if row is None:
        raise NotFound("charter_version_not_found", named=number)
    return row


def signers() -> QuerySet[Member]:
    """The members who are asked to sign."""
    return Member.objects.filter(left_at=None, joined_at__isnull=False, role__in=SIGNERS)


def signed_share(version: CharterVersion | None, *, headcount: int | None) -> Signed:
    """How many people have signed it, of how many; two statements."""
    names = dict(signers().values_list("id", "name"))
    rows: Iterable[tuple[UUID | None, str]] = ()
    if version is not None:
        rows = list(CharterSignature.objects.filter(of=version).values_list("member_id", "name"))
    return signed(
        member_names=names,
        signer_ids={member_id for member_id, _ in rows if member_id is not None},
        names=[name for member_id, name in rows if member_id is None],
        headcount=headcount,
    )


def has_signed(version: CharterVersion | None, *, member_id: UUID | None) -> bool:
    """Whether that member signed it."""
    if version is None or member_id is None:
        return False
    return CharterSignature.objects.filter(of=version, member_id=member_id).exists()


def text_to_edit() -> CharterText:
    """What one goes on writing: the draft, else the newest version, else our proposal."""
    row, newest = charter_row(), newest_version()
    tools = allowed_tools()
    if row.draft is not None:
        text: CharterText = row.draft
    elif newest is not None:
        text = newest.text
    else:
        return proposed(
            charter_catalogue(), contact_id=_captain_id(), tools=tools, answers=company_answers()
        )
    return with_tools(text, tools)


def with_tools(text: CharterText, tools: Sequence[AllowedTool]) -> CharterText:
    """The same text with these tools."""
    return CharterText(
        contact_id=text.contact_id,
        rules=text.rules,
        forbidden=text.forbidden,
        conditional=text.conditional,
        free=text.free,
        promises=text.promises,
        tools=tuple(tools),
    )


def known_texts() -> list[Bilingual]:
    """Every text that stands in both languages: our proposal's and the one that is edited."""
    found, ours = text_to_edit(), charter_catalogue()
    known: list[Bilingual] = []
    for one in (ours, found):
        known += [rule.title for rule in one.rules]
        known += [rule.line for rule in one.rules if rule.line is not None]
        known += [*one.forbidden, *one.free]
        known += [part for line in one.conditional for part in (line.what, line.condition)]
    return known + [one.line for one in ours.from_answers]


@dataclass(frozen=True, kw_only=True)
class CharterPage:
    """Everything that the charter's page shows; `changes` are those of the draft.

    `shown` is the draft, else what is in force, else our proposal.
    """

    newest: CharterVersion | None
    draft: CharterText | None
    drafted_by: Member | None
    drafted_on: date | None
    changes: tuple[ChangedRule, ...]
    share: Signed
    mine: bool
    faces: tuple[Member, ...]
    versions: tuple[CharterVersion, ...]
    requests: tuple[CharterRequest, ...]
    names: dict[UUID, str]
    shown: CharterText
    reasons: Mapping[str, GivenAnswer]

    @property
    def more_faces(self) -> int:
        """How many signatures are not shown by initials."""
        return max(0, self.share.count - len(self.faces))


def charter_page(*, reader_id: UUID | None, language: str) -> CharterPage:
    """The page of today; a known number of statements."""
    row, versions = charter_row(), charter_versions()
    newest = versions[0] if versions else None
    draft: CharterText | None = row.draft
    signed_by = CharterSignature.objects.filter(of=newest, member__isnull=False)
    faces = signed_by.select_related("member").order_by("signed_at")[:FACES] if newest else ()
    changes: tuple[ChangedRule, ...] = ()
    if newest is not None and draft is not None:
        changes = changed_rules(newest.text, draft, language=language)
    shown = draft or (newest.text if newest else text_to_edit())
    return CharterPage(
        newest=newest,
        draft=draft,
        drafted_by=row.drafted_by,
        drafted_on=row.drafted_at.date() if row.drafted_at else None,
        changes=changes,
        share=signed_share(newest, headcount=row.headcount),
        mine=has_signed(newest, member_id=reader_id),
        faces=tuple(one.member for one in faces if one.member is not None),
        versions=tuple(versions),
        requests=tuple(open_requests()),
        names=member_names(),
        shown=shown,
        reasons={} if newest is not None and draft is None else reasons_of(shown),
    )


def open_requests() -> list[CharterRequest]:
    """The changes asked for that nobody has looked at, the oldest first."""
    rows = CharterRequest.objects.filter(closed_at=None).select_related("asked_by")
    return list(rows.order_by("id"))


def member_names() -> dict[UUID, str]:
    """What each member is called; texts hold ids."""
    return {one.id: one.display_name for one in Member.objects.all()}


def observed_charter(*, today: date) -> dict[str, object]:
    """The facts of the charter as of that day; four statements."""
    newest = newest_version()
    return charter_facts(
        newest=newest.text if newest else None,
        number=newest.number if newest else 0,
        published_on=newest.published_at.date() if newest else None,
        share=signed_share(newest, headcount=charter_row().headcount),
        today=today,
    )


def _captain_id() -> UUID | None:
    held = Mandate.objects.filter(
        kind=MandateKind.COMPANY, revoked_at=None, accepted_at__isnull=False
    )
    holder = held.order_by("-starts").values_list("holder_id", flat=True).first()
    if holder is not None:
        return holder
    leads = Member.objects.filter(left_at=None, joined_at__isnull=False, role=Role.AI_LEAD)
    return leads.order_by("joined_at").values_list("id", flat=True).first()


KEEP = (Power(permission="charter.publish"),)


def _of_charter(row: Owed, reader: Reader) -> Duty:
    kind = DutyKind(row.code)
    is_sign = kind is DutyKind.CHARTER
    return Duty(
        kind=kind,
        powers=(Power(permission="charter.sign"),) if is_sign else KEEP,
        door=Place(route="charter"),
        operation=Place(route="api_charter_signature", parts=(row.count,)) if is_sign else None,
        **{**row.of(reader), "count": 1},
    )


# The newest version waits for each signature; who keeps it looks again at it and at what is asked.
CHARTER_OWED = DutySource(
    sql=f"""
SELECT v.id, '{DutyKind.CHARTER}' AS code, v.number::text AS title, v.number AS count, '' AS about,
 v.effective_from AS since, NULL::date AS due_on, NULL::date AS opens_on
FROM (SELECT * FROM governance_charterversion ORDER BY number DESC LIMIT 1) v
WHERE NOT EXISTS (SELECT FROM governance_chartersignature s
                  WHERE s.of_id = v.id AND s.member_id = %(reader)s)
UNION ALL
SELECT v.id, '{DutyKind.CHARTER_REVIEW}', v.number::text, 1, '', NULL, v.review_on,
 v.review_on - {REMINDED.days}
FROM (SELECT * FROM governance_charterversion ORDER BY number DESC LIMIT 1) v
UNION ALL
SELECT NULL, '{DutyKind.CHARTER_DRAFT}', '', 1, m.name,
 (c.drafted_at AT TIME ZONE %(zone)s)::date, NULL, NULL
FROM governance_charter c JOIN governance_member m ON m.id = c.drafted_by_id
WHERE c.draft IS NOT NULL AND c.drafted_by_id <> %(reader)s
UNION ALL
SELECT r.id, '{DutyKind.CHARTER_CHANGE}', r.text, 1, m.name,
 (r.asked_at AT TIME ZONE %(zone)s)::date, NULL, NULL
FROM governance_charterrequest r JOIN governance_member m ON m.id = r.asked_by_id
WHERE r.closed_at IS NULL
""",
    row=Owed,
    read=_of_charter,
)
