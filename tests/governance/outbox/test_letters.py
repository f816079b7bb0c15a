"""Mails are read as text and as a page, by day and by night, on a phone."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from governance.outbox.services import send_waiting, tell
from tenants.mail.rules import laid_out
from tenants.mail.services import letter_page
from tests.letters import letter_faults

FRAME = Path(settings.BASE_DIR, "templates/emails/_frame.html").read_text()
# Each text of the frame on what it stands on, as (its rule, the ground's rule).
PAIRS = (
    *(("body", ground) for ground in ("body", ".w", ".d")),
    *((name, ".w") for name in (".m", ".b", ".ok", ".wa", ".ba", "a")),
    *((name, ".d") for name in (".m", "a")),
    *((name, name) for name in (".cta", ".go")),
)


def rules_of(css: str) -> dict[str, dict[str, str]]:
    """The colours of each selector, those that come later over those before."""
    found: dict[str, dict[str, str]] = {}
    for selector, body in re.findall(r"([.\w]+) \{([^}]*)\}", css):
        for name, colour in re.findall(r"(background|(?<![-\w])color):\s*(#[0-9a-f]{6})", body):
            found.setdefault(selector, {})[name] = colour
    return found


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    lit = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * lit[0] + 0.7152 * lit[1] + 0.0722 * lit[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_text_stands_out_by_day_and_by_night(text: str, ground: str, is_dark: bool) -> None:
    day, _, night = FRAME.partition("@media (prefers-color-scheme: dark)")
    rules = rules_of(day)
    if is_dark:
        for selector, colours in rules_of(night).items():
            rules.setdefault(selector, {}).update(colours)
    # A button that goes somewhere is a button, but for what it says otherwise.
    rules[".go"] = rules[".cta"] | rules[".go"]
    assert contrast(rules[text]["color"], rules[ground]["background"]) >= 4.5


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40)


@given(lines=st.lists(st.one_of(TEXT, st.just(""), st.just("Voir : https://a.example/x?a=1&b=2"))))
def test_laid_out_nothing_is_lost_and_nothing_added(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = laid_out(text)
    pieces = [
        piece.text for block in (*found.body, *found.foot) for line in block for piece in line
    ]
    if "-- " not in lines:
        assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_page_shows_what_was_typed_as_text() -> None:
    with translation.override("fr"):
        page = letter_page(
            "Un <b>sujet</b>", "Bonjour <script>x</script>\n\nhttps://a.example/?a=1&b"
        )
    assert "<script>" not in page
    assert 'href="https://a.example/?a=1&amp;b"' in page
    assert "&lt;b&gt;sujet" in page


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("template", ["action_late", "invitation", "mandate_revoked"])
def test_a_mail_has_both_parts_in_its_readers_language(acme, now, template, language) -> None:
    member = acme.members["lead"]
    member.language = language
    member.save(update_fields=["language"])
    context = {
        "action_id": "PIL-01",
        "due_on": "2026-12-01",
        "inviter": "Claire",
        "role": "viewer",
        "kind": "company",
        "reason": "Fin",
        "issuer": "Claire",
        "scope": "",
        "mandate_id": str(member.id),
    }
    tell(member=member, template=template, context=context, now=now, dedup_key="k")
    assert send_waiting(now=now) == 1
    assert list(letter_faults(mail.outbox[0])) == []
    assert f'lang="{language}"' in mail.outbox[0].alternatives[0][0]


def test_a_mail_of_one_part_is_seen() -> None:
    class Bare:
        subject, body, alternatives = "x", "y", ()

    assert list(letter_faults(Bare())) == ["'x' has 0 pages"]
    for page, fault in (("<img src=x>", "fetches"), ("{{ a }}", "not filled in")):
        Bare.alternatives = ((f"<head></head>{page}", "text/html"),)
        assert any(fault in one for one in letter_faults(Bare()))


# Each of these is sent by a test of its feature, where `letter_faults` looks at it.
OWN_PAGES = {
    "assessment_result",
    "invitation",
    "mandate_written",
    "review_confirm",
    "review_minutes",
    "weekly_mail",
}


def test_every_kind_of_mail_has_a_subject_a_text_and_one_of_two_pages() -> None:
    folder = Path(settings.BASE_DIR, "templates/emails")
    names = {one.name.removesuffix(".subject.txt") for one in folder.glob("*.subject.txt")}
    assert len(names) > 30
    assert {name for name in names if not (folder / f"{name}.txt").exists()} == set()
    pages = {one.stem for one in folder.glob("*.html") if not one.stem.startswith("_")}
    assert pages == OWN_PAGES
