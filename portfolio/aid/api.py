from decimal import Decimal
from uuid import UUID

from governance.api.operations import operation
from governance.api.views import ApiView
from portfolio.aid.selectors import AidPage, aid_page
from portfolio.cap.selectors import get_portfolio
from portfolio.initiatives.selectors.pages import get_initiative


class InitiativeAid(ApiView):
    @operation("Public aid that may pay part of it", AidPage, name="get_aid")
    def get(self, initiative_id: UUID) -> AidPage:
        """From the dated pack, with sources: a hint, never counted. Cost: its budget, or likely."""
        row = get_initiative(initiative_id)
        cost = row.budget or row.cost_likely
        return aid_page(
            cost=Decimal(cost) if cost else None,
            size=get_portfolio().company_size,
            today=self.today,
            language=self.language,
        )
