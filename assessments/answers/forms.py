from django.http import QueryDict

from assessments.questionnaire.rules.questionnaire import Item


def raw_answer(item: Item, posted: QueryDict) -> object:
    """What the page of this item sent, in the shape of a JSON body; None where nothing is chosen.

    Cards send `answer`; the lines of a grid send their own name each.
    """
    if item.kind == "multi":
        return posted.getlist("answer") or None
    names = [row.id for row in item.rows] + [field.id for field in item.fields]
    if names:
        return {name: posted[name] for name in names if posted.get(name)} or None
    return posted.get("answer") or None
