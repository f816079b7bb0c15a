"""The head of a sheet: who writes, and from where."""

from django import template

from governance.company.selectors import postal_address

register = template.Library()


@register.inclusion_tag("governance/company/_letterhead.html")
def letterhead(company: str) -> dict[str, str]:
    """The company's name, and its postal address where it has one."""
    return {"company": company, "address": postal_address()}
