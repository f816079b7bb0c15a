"""*We stop if…*: what is in force, what is proposed, what is to hold from now on."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from governance.api.codec import Body
from governance.api.operations import Reply, act, operation
from governance.api.views import ApiView
from portfolio.criteria.services import CriterionInput, proposed_criteria, set_criteria
from portfolio.initiatives.selectors.pages import get_initiative, initiative_page
from portfolio.standing.selectors.details import CriterionEntry
from tenants.shapes import Shape, shaped


class CriteriaBody(Body, frozen=True, kw_only=True):
    """`value` is a share from 0 to 1, or whole euros for `spend`; `date` needs `by_date` only."""

    criteria: Annotated[tuple[CriterionInput, ...], Meta(min_length=1, max_length=12)]


class CriteriaAnswer(Shape, frozen=True, kw_only=True):
    """What is in force, and what the service would propose: send it back to accept it."""

    criteria: tuple[CriterionEntry, ...]
    proposed: tuple[CriterionInput, ...]


def criteria_now(view: ApiView, _rows: object = None, *, initiative_id: UUID) -> Reply:
    """The criteria as they are now, under the initiative's version."""
    page = initiative_page(initiative_id=initiative_id, today=view.today, actor=view.actor)
    proposed = proposed_criteria(initiative=get_initiative(initiative_id), today=view.today)
    answer = CriteriaAnswer(
        criteria=tuple(shaped(one, CriterionEntry) for one in page.criteria),
        proposed=tuple(proposed),
    )
    return Reply(answer, page.card.version)


class InitiativeCriteria(ApiView):
    @operation("Stop criteria", CriteriaAnswer, name="get_criteria", writes_version=True)
    def get(self, initiative_id: UUID) -> Reply:
        """The stop criteria in force, and those that are proposed; ETag is the initiative's."""
        return criteria_now(self, initiative_id=initiative_id)

    put = act(
        set_criteria,
        "Set the stop criteria",
        CriteriaAnswer,
        body=CriteriaBody,
        answer=criteria_now,
        known=get,
    )
