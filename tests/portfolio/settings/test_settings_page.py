from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from portfolio.cap.models import Portfolio, Slot
from tests.portfolio.scene import started

PATH = "/settings/portfolio/"


def fresh(cast, part: str = "executive", minutes: int = 0):
    """A browser whose sign-in is that old."""
    client = cast.client(part)
    session = client.session
    stamp = datetime.now(UTC) - timedelta(minutes=minutes)
    session["authenticated_at"] = stamp.timestamp()
    session.save()
    return client


def cap(number: int, reason: str = "Moins, mais mieux.") -> dict[str, object]:
    version = Portfolio.objects.get().version
    return {"form": "cap", "cap": number, "reason": reason, "expected_version": version}


def test_the_cap_is_lowered_by_an_executive_who_signed_in_lately(acme) -> None:
    assert fresh(acme).post(PATH, cap(2)).status_code == 302
    assert Portfolio.objects.get().cap == Slot.objects.count() == 2


def test_an_old_sign_in_changes_no_cap(acme) -> None:
    assert "fresh=1" in fresh(acme, minutes=30).post(PATH, cap(2))["Location"]
    assert Portfolio.objects.get().cap == 3


def test_a_cap_below_what_is_active_is_refused_with_what_to_end_first(acme) -> None:
    rows = [started(acme, "Un"), started(acme, "Deux")]
    answer = fresh(acme).post(PATH, cap(1))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert all(f"/initiatives/{row.id}/" in text for row in rows)
    assert "Moins, mais mieux." in text
    assert Portfolio.objects.get().cap == 3


@pytest.mark.parametrize("number", [0, 4])
def test_no_cap_outside_one_to_three(acme, number) -> None:
    assert fresh(acme).post(PATH, cap(number)).status_code == 422
    assert Portfolio.objects.get().cap == 3


def test_a_cap_without_a_reason_is_refused(acme) -> None:
    assert fresh(acme).post(PATH, cap(2, reason=" ")).status_code == 422
    assert Portfolio.objects.get().cap == 3


def test_an_exception_takes_a_reason_and_stands_for_thirty_days(acme) -> None:
    client = acme.client("executive")
    assert client.post(PATH, {"form": "exception", "reason": ""}).status_code == 422
    assert not Slot.objects.filter(no=4).exists()
    assert client.post(PATH, {"form": "exception", "reason": "Un appel."}).status_code == 302
    assert Slot.objects.get(no=4).exception_until is not None
    again = client.post(PATH, {"form": "exception", "reason": "Encore."})
    assert again.status_code == 422


def test_the_rhythm_changes(acme) -> None:
    sent = {"form": "rhythm", "rhythm": "quarterly"}
    assert acme.client("lead").post(PATH, sent).status_code == 302
    assert Portfolio.objects.get().next_rhythm == "quarterly"


def test_silence_is_switched_off_with_a_reason(acme) -> None:
    sent = {"form": "silence", "pauses": "no", "reason": "Trop tôt."}
    assert acme.client("executive").post(PATH, sent).status_code == 302
    assert not Portfolio.objects.get().silence_pauses


def test_size_and_days_are_saved(acme) -> None:
    sent = {
        "form": "capacity",
        "company_size": "medium",
        "days_per_month": "12,5",
        "day_price": "280,50 €",
    }
    answer = acme.client("executive").post(PATH, sent, headers={"accept-language": "fr"})
    assert answer.status_code == 302
    row = Portfolio.objects.get()
    assert (row.company_size, str(row.days_per_month)) == ("medium", "12.5")
    assert row.day_price == Decimal("280.50")


@pytest.mark.parametrize("part", ["lead", "contributor", "viewer"])
@pytest.mark.parametrize(
    "sent",
    [
        {"form": "exception", "reason": "Un appel."},
        {"form": "silence", "pauses": "no", "reason": "Trop tôt."},
    ],
)
def test_only_an_executive_grants_exceptions_and_switches_silence(acme, part, sent) -> None:
    assert acme.client(part).post(PATH, sent).status_code == 403
    assert not Slot.objects.filter(no=4).exists()
    assert Portfolio.objects.get().silence_pauses


@pytest.mark.parametrize("part", ["lead", "contributor", "viewer"])
def test_only_an_executive_changes_the_cap(acme, part) -> None:
    assert fresh(acme, part).post(PATH, cap(2)).status_code == 403
    assert Portfolio.objects.get().cap == 3


def test_a_viewer_reads_without_a_form(acme) -> None:
    for language in ("fr", "en"):
        answer = acme.client("viewer").get(PATH, headers={"accept-language": language})
        text = answer.content.decode()
        assert f'<html lang="{language}"' in text
        assert 'name="form"' not in text
