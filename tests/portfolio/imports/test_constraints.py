"""What the database itself holds of an import."""

import pytest
from django.db import IntegrityError, transaction

from portfolio.imports.models import ImportMapping, TableImport
from tests.cast import NOW
from tests.portfolio.imports.scene import csv, line, sent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"state": "lost"}, "import_state_known"),
        ({"kind": "weather"}, "import_kind_known"),
        ({"data": b"a"}, "import_file_gone"),
    ],
)
def test_the_database_keeps_what_an_import_may_be(acme, values, name):
    row = sent(acme, csv(line("Relire")))
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        TableImport.objects.filter(id=row.id).update(**values)


def test_one_mapping_a_kind_is_remembered(acme):
    ImportMapping.objects.create(kind="a", used_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportMapping.objects.create(kind="a", used_at=NOW)
