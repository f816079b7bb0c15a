"""What was given up of a company: mails and deliveries, by codes that say nothing of content."""

import re

ERROR = re.compile(r"\w+")
# A server refused it for good, or it came back: to try again is of use once the address is mended.
MOST_SHOWN = 50


def error_code(told: str) -> str:
    """The class or code that an error begins with, without what it says."""
    found = ERROR.match(told)
    return found[0] if found else ""
