"""The law's duties on what is in use, and what a change of the law moved."""

from datetime import date
from typing import Annotated
from uuid import UUID

from governance.api.codec import Body
from governance.api.operations import Reply, act, operation
from governance.api.pagination import Page, whole
from governance.api.views import ApiView
from governance.law.rules.laws import TriageClass
from governance.mandates.selectors import NamedMember
from governance.members.models import Member
from governance.register.api import EntryAnswer, entry_answer
from portfolio.obligations.selectors import MovedLine, TaskLine, legal_page, task_line
from portfolio.obligations.services import TaskInput, change_task, classify_use
from tenants.bounds import text
from tenants.shapes import Shape


class LegalTaskAnswer(Shape, frozen=True, kw_only=True):
    """A duty of the law on an initiative or on an entry of the register; `code` is the law file's.

    `owner` sees to it: who was named, else who carries the use; `due_on` was set, else thirty days
    after law and use have both begun.
    """

    id: UUID
    version: int
    initiative_id: UUID | None
    entry_id: UUID | None
    code: str
    article: str
    from_on: date
    owner: NamedMember | None
    due_on: date
    is_late: bool
    done_on: date | None
    proof: str


class LegalTaskBody(Body, frozen=True, kw_only=True):
    """`owner_id` null: who carries the use. `due_on` null: by the rule. Done, `proof` says what."""

    owner_id: UUID | None
    due_on: date | None
    done: bool
    proof: Annotated[str, text(300, shortest=0)] = ""


class AnswersBody(Body, frozen=True, kw_only=True):
    """Answers to questions of the law of today: yes, no, unsure, or a role."""

    answers: dict[str, str]


class LegalChangeAnswer(Shape, frozen=True, kw_only=True):
    """What the law of today says of the answers on a use beside what it said then.

    `captain` carries it: the initiative's captain, or who answers for the entry.
    """

    initiative_id: UUID | None
    entry_id: UUID | None
    captain: NamedMember | None
    answered_under: str
    class_before: TriageClass
    class_now: TriageClass
    duties_added: tuple[str, ...]
    duties_gone: tuple[str, ...]
    questions_to_answer: int


class LegalTasks(ApiView):
    @operation(
        "What the law asks of what is in use", Page[LegalTaskAnswer], name="list_legal_tasks"
    )
    def get(self) -> Page[LegalTaskAnswer]:
        """What is to be done, by day, then what was done, the latest first."""
        page = legal_page(today=self.today)
        return whole(tuple(map(_task, (*page.open, *page.done))))


class LegalTaskDetail(ApiView):
    @operation("One duty of the law", LegalTaskAnswer, name="get_legal_task", writes_version=True)
    def get(self, task_id: UUID) -> Reply:
        """Who sees to it, by when, and whether it is done."""
        return _reply(self, task_id)

    @operation(
        "Give a duty of the law to somebody, or say that it is done",
        LegalTaskAnswer,
        name="change_legal_task",
        body=LegalTaskBody,
        known=get,
        reads_version=True,
        writes_version=True,
    )
    def put(self, body: LegalTaskBody, task_id: UUID) -> Reply:
        """The duty is as given. If-Match."""
        given = TaskInput(
            owner_id=body.owner_id, due_on=body.due_on, done=body.done, proof=body.proof
        )
        self.perform(
            change_task, task_id=task_id, given=given, expected_version=self.expected_version()
        )
        return _reply(self, task_id)


class RegisterClassification(ApiView):
    post = act(
        classify_use,
        "Answer the legal check of an entry",
        EntryAnswer,
        body=AnswersBody,
        answer=entry_answer,
    )


class LegalChanges(ApiView):
    @operation("What a change of the law moved", Page[LegalChangeAnswer], name="list_legal_changes")
    def get(self) -> Page[LegalChangeAnswer]:
        """The open initiatives and uses in place whose legal check says something else today."""
        return whole(tuple(map(_change, legal_page(today=self.today).moved)))


def _reply(view: ApiView, task_id: UUID) -> Reply:
    line = task_line(task_id, today=view.today)
    return Reply(_task(line), line.row.version)


def _task(line: TaskLine) -> LegalTaskAnswer:
    row = line.row
    return LegalTaskAnswer(
        id=row.id,
        version=row.version,
        initiative_id=row.initiative_id,
        entry_id=row.entry_id,
        code=row.code,
        article=row.article,
        from_on=row.from_on,
        owner=_named(line.owner),
        due_on=line.due_on,
        is_late=line.is_late,
        done_on=row.done_on,
        proof=row.proof,
    )


def _change(line: MovedLine) -> LegalChangeAnswer:
    moved = line.moved
    return LegalChangeAnswer(
        initiative_id=line.initiative_id,
        entry_id=line.entry_id,
        captain=_named(line.carrier),
        answered_under=line.law_version,
        class_before=moved.before.triage_class,
        class_now=moved.now.triage_class,
        duties_added=moved.added,
        duties_gone=moved.gone,
        questions_to_answer=moved.to_answer,
    )


def _named(member: Member | None) -> NamedMember | None:
    return None if member is None else NamedMember(id=member.id, display_name=member.display_name)
