from portfolio.takeover.models import RunningProject


def running_projects() -> list[RunningProject]:
    """What was named and awaits its place, as it was named; one statement."""
    return list(RunningProject.objects.select_related("captain").order_by("id"))
