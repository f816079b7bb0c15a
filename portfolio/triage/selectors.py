"""What the legal triage of an initiative starts from."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from assessments.questionnaire.selectors import find_use_case
from governance.access.rules.authority import SubjectFacts
from governance.law.rules.laws import Law, LawQuestion, WorksCouncil
from governance.law.rules.taps import ShortWay, short_way
from governance.law.selectors import TriageFacts, law
from portfolio.cap.selectors import get_portfolio
from portfolio.initiatives.selectors.pages import InitiativePage
from portfolio.obligations.models import LegalTask
from portfolio.obligations.selectors import tasks_by_code


@dataclass(frozen=True, kw_only=True)
class TriagePage:
    """The latest triage, the law of today, and the short way where the use has one.

    `hint_class` and `hint_data` are what the catalogue says of the use, empty for an own idea.
    """

    latest: TriageFacts | None
    law: Law
    use_case: str
    hint_class: str
    hint_data: str
    staff_known: bool
    tasks: Mapping[str, LegalTask]

    @property
    def number(self) -> int:
        """The number of the triage that the reader sees; 0 when there is none."""
        return self.latest.number if self.latest else 0

    @property
    def own_idea(self) -> bool:
        """Whether the catalogue does not know the use."""
        return not self.hint_class

    @property
    def way(self) -> ShortWay | None:
        """The short way: taps and the questions beside them; None where the whole tree is asked."""
        return short_way(law=self.law, use_case=self.use_case, staff_known=self.staff_known)

    @property
    def open(self) -> tuple[str, ...]:
        """The questions that are asked and have no answer yet."""
        return self.latest.open if self.latest else ()

    @property
    def council_words(self) -> Mapping[str, str]:
        """What the works council is due, by language."""
        due = self.latest.works_council if self.latest else WorksCouncil.NONE
        outcome = self.law.work.outcomes[due]
        return {"fr": outcome.fr, "en": outcome.en}

    @property
    def given(self) -> tuple[LawQuestion, ...]:
        """What the use is by the catalogue, so that it is shown and can be corrected."""
        return tuple(map(self.law.question, self.way.given)) if self.way else ()


def triage_page(*, page: InitiativePage) -> TriagePage:
    """What the triage page shows of that initiative; two queries."""
    found = find_use_case(page.card.use_case)
    return TriagePage(
        latest=page.triage,
        law=law(),
        use_case=found.id if found else "",
        hint_class=found.ai_act if found else "",
        hint_data=found.gdpr if found else "",
        staff_known=get_portfolio().staff_50 is not None,
        tasks=tasks_by_code(page.card.id),
    )


def subject_of(initiative_id: UUID, captain_id: UUID | None) -> SubjectFacts:
    """The initiative as authority looks at it."""
    return SubjectFacts(initiative_id=initiative_id, captain_id=captain_id)
