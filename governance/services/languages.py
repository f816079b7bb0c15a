from governance.models import Member
from governance.rules.actors import Actor
from tenants.columns import check_columns
from tenants.transactions import use_case


def choose_language(*, actor: Actor, language: str) -> None:
    """The acting member's mails and pages are in that language from now on."""
    if actor.member_id is None:
        return
    check_columns(model=Member, values={"language": language})
    with use_case():
        mine = Member.objects.filter(id=actor.member_id)
        mine.exclude(language=language).update(language=language)
