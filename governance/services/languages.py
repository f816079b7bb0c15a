from governance.models import Member
from governance.rules.actors import Actor
from tenants.transactions import use_case


def choose_language(*, actor: Actor, language: str) -> None:
    """The acting member's mails and pages are in that language from now on."""
    with use_case():
        Member.objects.filter(id=actor.member_id).exclude(language=language).update(
            language=language
        )
