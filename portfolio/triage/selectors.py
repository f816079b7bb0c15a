"""What the legal triage of an initiative starts from."""

from dataclasses import dataclass
from uuid import UUID

from assessments.questionnaire.selectors import find_use_case
from governance.access.rules.authority import SubjectFacts
from governance.law.rules.laws import Law
from governance.law.rules.taps import taps_apply
from governance.law.selectors import TriageFacts, law
from portfolio.initiatives.selectors.pages import InitiativePage

OWN_CLASS, OWN_DATA = "minimal", "standard"


@dataclass(frozen=True, kw_only=True)
class TriagePage:
    """The latest triage, the law of today, and the catalogue's class where there is one."""

    latest: TriageFacts | None
    law: Law
    hint_class: str
    hint_data: str
    own_idea: bool

    @property
    def number(self) -> int:
        """The number of the triage that the reader sees; 0 when there is none."""
        return self.latest.number if self.latest else 0

    @property
    def taps_are_enough(self) -> bool:
        """Whether three taps may confirm the class."""
        return taps_apply(hint_class=self.hint_class, hint_data=self.hint_data)


def triage_page(*, page: InitiativePage) -> TriagePage:
    """What the triage page shows of that initiative; no query."""
    found = find_use_case(page.card.use_case)
    return TriagePage(
        latest=page.triage,
        law=law(),
        hint_class=found.ai_act if found else OWN_CLASS,
        hint_data=found.gdpr if found else OWN_DATA,
        own_idea=found is None,
    )


def subject_of(initiative_id: UUID, captain_id: UUID | None) -> SubjectFacts:
    """The initiative as authority looks at it."""
    return SubjectFacts(initiative_id=initiative_id, captain_id=captain_id)
