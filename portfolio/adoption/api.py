from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from governance.api.codec import Body
from governance.api.operations import operation
from governance.api.pagination import Page, whole
from governance.api.views import ApiView
from portfolio.adoption.models import AdoptionReading
from portfolio.adoption.services import tell_adoption
from portfolio.initiatives.selectors.pages import get_initiative
from tenants.bounds import MOST_PEOPLE
from tenants.shapes import LocalTime, Shape, all_shaped

People = Annotated[int, Meta(ge=0, le=MOST_PEOPLE)]


class AdoptionAnswer(Shape, frozen=True, kw_only=True):
    """How many of the people concerned used it on one day; `by_link` where a mail's link told."""

    id: UUID
    initiative_id: UUID
    on: date
    using: int
    concerned: int
    by_link: bool
    recorded_at: LocalTime


class AdoptionBody(Body, frozen=True, kw_only=True):
    """People who use it among the people concerned, of today unless said otherwise."""

    using: People
    concerned: Annotated[int, Meta(ge=1, le=MOST_PEOPLE)]
    on: date | UnsetType = UNSET


class InitiativeAdoption(ApiView):
    @operation("Adoption", Page[AdoptionAnswer], name="list_adoption")
    def get(self, initiative_id: UUID) -> Page[AdoptionAnswer]:
        """How many used it, the oldest reading first."""
        rows = get_initiative(initiative_id).adoption.order_by("on")
        return whole(tuple(all_shaped(AdoptionAnswer)(rows)))

    @operation(
        "Tell how many use it", AdoptionAnswer, name="tell_adoption", body=AdoptionBody, status=201
    )
    def post(self, body: AdoptionBody, initiative_id: UUID) -> AdoptionReading:
        """The reading of that day; told again, it is corrected."""
        on = self.act.today if body.on is UNSET else body.on
        return self.perform(
            tell_adoption,
            initiative_id=initiative_id,
            using=body.using,
            concerned=body.concerned,
            on=on,
        )
