from typing import Annotated
from uuid import UUID

from governance.api.codec import Body
from governance.api.operations import act
from governance.api.views import ApiView
from portfolio.spending.choices import SpendingColumn
from portfolio.spending.services import TakenIn, take_spending
from tenants.bounds import text


class SpendingBody(Body, frozen=True, kw_only=True):
    """A table of the accounts as text: `;`, `,` or tabs between cells, headings first.

    `columns` says which heading holds what, else as last time or as is usual; lines that name no
    initiative go to `initiative_id`. `dry_run` writes nothing. `is_french`: numbers are read so.
    """

    table: Annotated[str, text(5_000_000)]
    columns: dict[SpendingColumn, Annotated[str, text(200)]] | None = None
    initiative_id: UUID | None = None
    is_french: bool = True
    confirmed: bool = False
    dry_run: bool = False


class Spending(ApiView):
    post = act(
        take_spending,
        "Take spending in from the accounts: all of it, or nothing with each fault named",
        TakenIn,
        body=SpendingBody,
        names={"table": "given"},
        name="import_spending",
        writes_version=False,
    )
