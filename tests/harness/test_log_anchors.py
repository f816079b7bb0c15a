"""A log whose end was cut off, its head moved back with it, is found by its anchor of that day."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django_tenants.utils import tenant_context

from governance.decisions.models import Decision
from governance.decisions.selectors import verify_log
from governance.decisions.services import anchor_logs
from tenants.anchors.models import LogAnchor
from tests.committed import CommittedDatabase
from tests.harness.company import record_decisions

ENTRIES = 5


def cut(admin, schema: str, keep: int) -> None:
    """As whoever owns the database would hide the newest entries."""
    admin.execute(f"SET search_path = {schema}, public")
    admin.execute("ALTER TABLE governance_decision DISABLE TRIGGER ALL")
    admin.execute("DELETE FROM governance_decision WHERE seq > %s", [keep])
    admin.execute(
        "UPDATE governance_chainhead SET seq = %s,"
        " hash = (SELECT hash FROM governance_decision WHERE seq = %s)",
        [keep, keep],
    )


def verified(*arguments: str) -> str:
    said = StringIO()
    call_command("verify_logs", *arguments, stdout=said)
    return said.getvalue()


def test_a_cut_end_is_found_by_page_and_command(
    committed_database: CommittedDatabase, now, settings, tmp_path
) -> None:
    settings.LOG_ANCHORS = str(tmp_path / "anchors.jsonl")
    acme, globex = (committed_database.cast(slug).company for slug in ("acme", "globex"))
    with tenant_context(acme):
        record_decisions(ENTRIES, now)
    assert anchor_logs(today=now.date()) == 1
    assert anchor_logs(today=now.date()) == 0
    assert f"{acme.host}: whole" in verified("--anchors", settings.LOG_ANCHORS)
    with committed_database.admin() as admin:
        cut(admin, acme.schema_name, ENTRIES - 2)
        with tenant_context(acme):
            assert verify_log() == ENTRIES
        with pytest.raises(CommandError, match="Not every log is whole"):
            verified()
        assert f"{globex.host}: whole" in verified("--company", globex.host)
        # Whoever cuts the anchors too has not reached the file.
        admin.execute("DELETE FROM public.tenants_loganchor")
        assert f"{acme.host}: whole" in verified()
        with pytest.raises(CommandError, match="Not every log is whole"):
            verified("--anchors", settings.LOG_ANCHORS)


def test_a_log_that_only_grew_is_whole(acme, now) -> None:
    record_decisions(2, now)
    assert anchor_logs(today=now.date()) == 1
    record_decisions(2, now)
    assert anchor_logs(today=now.date() + timedelta(days=1)) == 1
    assert verify_log() is None
    assert sorted(LogAnchor.objects.values_list("seq", flat=True)) == [
        Decision.objects.count() - 2,
        Decision.objects.count(),
    ]


@pytest.mark.parametrize(
    "attack",
    ["UPDATE tenants_loganchor SET seq = 0", "DELETE FROM tenants_loganchor"],
)
def test_the_app_changes_no_anchor(attack: str, db) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attack)


def test_a_file_that_holds_no_anchors_is_told(tmp_path, db) -> None:
    path = tmp_path / "other"
    path.write_text("42\n")
    with pytest.raises(CommandError, match="cannot be read: no anchor: 42"):
        verified("--anchors", str(path))
