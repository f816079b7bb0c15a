"""How the company is called and reached; changed by a signed-in executive only."""

from governance.api.operations import operation
from governance.api.views import ApiView
from governance.company.selectors import postal_address
from tenants.shapes import Shape


class CompanyAnswer(Shape, frozen=True, kw_only=True):
    """`postal_address` is one line, empty where none was given; papers carry it."""

    name: str
    language: str
    timezone: str
    postal_address: str


class CompanyDetail(ApiView):
    @operation("The company", CompanyAnswer, name="get_company")
    def get(self) -> CompanyAnswer:
        """Its name, the language of its papers, the clock it lives by, where mail reaches it."""
        company = self.company
        return CompanyAnswer(
            name=company.name,
            language=company.language,
            timezone=company.timezone,
            postal_address=postal_address(),
        )
