"""What an operator sees of companies that are served to nobody."""

from io import StringIO

from django.core.management import call_command

from tenants.accounts.models import User
from tests.committed import CommittedDatabase
from tests.config.operators import OPERATOR, entered, read, row_of


def test_a_company_set_apart_is_told_with_its_reason(
    committed_database: CommittedDatabase,
) -> None:
    acme, globex = committed_database.cast("acme"), committed_database.cast("globex")
    with committed_database.owner() as owner:
        owner.execute(
            "UPDATE tenants_organization SET drift = 'a column <more>', build = '' WHERE id = %s",
            [acme.company.id],
        )
        owner.execute(
            "UPDATE tenants_organization SET build = 'older' WHERE id = %s", [globex.company.id]
        )
    call_command("operator", "add", OPERATOR, stdout=StringIO())
    inside = entered(User.objects.get(email=OPERATOR))
    text = read(inside, "/")
    assert "1 company is served to nobody" in text
    assert "a column &lt;more&gt;" in text
    assert acme.host in text
    told = read(inside, "/companies/")
    assert "set apart" in row_of(told, acme.host)
    assert "waits for its upgrade" in row_of(told, globex.host)
