"""The charter: read, drafted, published, signed; every version."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from governance.api.codec import Body
from governance.api.operations import Reply, act, operation
from governance.api.pagination import Page, whole
from governance.api.views import ApiView
from governance.charter import selectors, services
from governance.charter.models import CharterSignature
from governance.charter.rules import (
    LONGEST_LINE,
    LONGEST_TITLE,
    MOST_LINES,
    MOST_RULES,
    Bilingual,
    CharterText,
)
from governance.charter.services import CharterInput, RuleInput
from tenants.bounds import MOST_PEOPLE, text
from tenants.shapes import LocalTime, Shape, local_time

Line = Annotated[str, text(LONGEST_LINE)]
Lines = Annotated[tuple[Line, ...], Meta(max_length=MOST_LINES)]


class CharterVersionAnswer(Shape, frozen=True, kw_only=True):
    """A version as it was published; `signatures` with and without an account."""

    id: UUID
    number: int
    effective_from: date
    review_on: date
    published_at: LocalTime
    published_by_id: UUID
    signatures: int
    text: CharterText


class RuleReason(Shape, frozen=True, kw_only=True):
    """By which answer of the diagnostic of that day a rule has its line."""

    rule_id: str
    on: date
    question: Bilingual
    answer: Bilingual


class CharterAnswer(Shape, frozen=True, kw_only=True):
    """What is in force and in the making; `signed` people of `signed_of`.

    `to_write` is what one goes on writing: the draft, else what is in force, else our proposal.
    """

    version: int
    headcount: int | None
    signed: int
    signed_of: int
    newest: CharterVersionAnswer | None
    draft: CharterText | None
    to_write: CharterText
    reasons: tuple[RuleReason, ...]


class RuleBody(Body, frozen=True, kw_only=True):
    """A rule in one language; the id is one of those of our proposal."""

    id: Annotated[str, text(40)]
    title: Annotated[str, text(LONGEST_TITLE)]
    line: Annotated[str, text(LONGEST_LINE, shortest=0)] = ""


class ConditionalBody(Body, frozen=True, kw_only=True):
    """Data that may go in, and on which condition."""

    what: Line
    condition: Line


class CharterBody(Body, frozen=True, kw_only=True):
    """A charter in one language; a text left as we propose it stays in both."""

    language: Annotated[str, Meta(pattern="^(fr|en)$")] = "fr"
    contact_id: UUID
    rules: Annotated[tuple[RuleBody, ...], Meta(max_length=MOST_RULES)]
    forbidden: Lines = ()
    conditional: Annotated[tuple[ConditionalBody, ...], Meta(max_length=MOST_LINES)] = ()
    free: Lines = ()
    promises: Annotated[tuple[Annotated[str, text(40)], ...], Meta(max_length=10)] = ()
    headcount: Annotated[int, Meta(ge=1, le=MOST_PEOPLE)] | None = None

    @property
    def given(self) -> CharterInput:
        """As the service takes it."""
        return CharterInput(
            language=self.language,
            contact_id=self.contact_id,
            rules=tuple(RuleInput(id=one.id, title=one.title, line=one.line) for one in self.rules),
            forbidden=self.forbidden,
            conditional=tuple((one.what, one.condition) for one in self.conditional),
            free=self.free,
            promises=self.promises,
            headcount=self.headcount,
        )


class PublicationBody(Body, frozen=True, kw_only=True):
    """From when the draft is in force, within a month; looked at again within a year."""

    effective_from: date
    review_on: date


class SignatureAnswer(Shape, frozen=True, kw_only=True):
    """Who signed which version, and when; nobody for a name typed without an account."""

    id: UUID
    number: int
    member_id: UUID | None
    signed_at: LocalTime


class CharterDoor(ApiView):
    @operation("The charter", CharterAnswer, name="get_charter", writes_version=True)
    def get(self) -> Reply:
        """The newest version, the draft, and how many people have signed."""
        return _charter()


class CharterDraft(ApiView):
    @operation(
        "Write the draft of the charter",
        CharterAnswer,
        name="draft_charter",
        body=CharterBody,
        reads_version=True,
        writes_version=True,
    )
    def put(self, body: CharterBody) -> Reply:
        """The draft says this; nobody is asked to sign it before it is published. If-Match."""
        self.perform(
            services.draft_charter, given=body.given, expected_version=self.expected_version()
        )
        return _charter()


class CharterVersions(ApiView):
    @operation(
        "Versions of the charter, newest first",
        Page[CharterVersionAnswer],
        name="list_charter_versions",
    )
    def get(self) -> Page[CharterVersionAnswer]:
        """Every version as it was published."""
        return whole(tuple(_version(one) for one in selectors.charter_versions()))

    @operation(
        "Publish the draft as the next version",
        CharterVersionAnswer,
        name="publish_charter",
        body=PublicationBody,
        status=201,
    )
    def post(self, body: PublicationBody) -> CharterVersionAnswer:
        """The version stands for ever, with the tools that the register allows today."""
        self.perform(
            services.publish_charter,
            effective_from=body.effective_from,
            review_on=body.review_on,
        )
        return _version(selectors.charter_versions()[0])


def _signature(_view: ApiView, row: CharterSignature, **path: Any) -> SignatureAnswer:
    return SignatureAnswer(
        id=row.id,
        number=path["number"],
        member_id=row.member_id,
        signed_at=local_time(row.signed_at),
    )


class CharterSignatureDoor(ApiView):
    post = act(
        services.sign_charter,
        "Sign that version, with one's own key",
        SignatureAnswer,
        answer=_signature,
        status=201,
        writes_version=False,
    )


def _charter() -> Reply:
    row, versions = selectors.charter_row(), selectors.charter_versions()
    newest = versions[0] if versions else None
    share = selectors.signed_share(newest, headcount=row.headcount)
    text = selectors.text_to_edit()
    found = CharterAnswer(
        version=row.version,
        headcount=row.headcount,
        signed=share.count,
        signed_of=share.of,
        newest=_version(newest) if newest else None,
        draft=row.draft,
        to_write=text,
        reasons=tuple(
            RuleReason(rule_id=rule, on=one.on, question=one.question, answer=one.answer)
            for rule, one in selectors.reasons_of(text).items()
        ),
    )
    return Reply(found, row.version)


def _version(row: Any) -> CharterVersionAnswer:
    return CharterVersionAnswer(
        id=row.id,
        number=row.number,
        effective_from=row.effective_from,
        review_on=row.review_on,
        published_at=local_time(row.published_at),
        published_by_id=row.published_by_id,
        signatures=row.signatures_count,
        text=row.text,
    )
