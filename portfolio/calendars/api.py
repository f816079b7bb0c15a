from governance.access.services import require
from governance.api.operations import operation
from governance.api.views import ApiView
from portfolio.calendars.selectors import company_calendar
from portfolio.calendars.services import PERMISSION
from tenants.shapes import LocalTime, Shape, local_time


class CalendarAnswer(Shape, frozen=True, kw_only=True):
    """Whether the company's calendar has a secret address, and since when; never the address."""

    is_shared: bool
    made_at: LocalTime | None


class CalendarDetail(ApiView):
    @operation("The company's calendar", CalendarAnswer, name="get_calendar")
    def get(self) -> CalendarAnswer:
        """Whether it is shared; its address is made, renewed and taken back by a person."""
        require(self.act, permission=PERMISSION)
        found = company_calendar()
        return CalendarAnswer(
            is_shared=found is not None, made_at=local_time(found.made_at) if found else None
        )
