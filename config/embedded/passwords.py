"""Secrets of this installation: made once, kept in files that only their owner reads."""

import os
import secrets
from pathlib import Path

from config.processes import CannotStart


def secret(folder: Path, name: str) -> str:
    """The secret of that name in `folder`; made at the first call (0600 in a 0700 folder)."""
    file = folder / name
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            _write(file, secrets.token_urlsafe(48))
        return file.read_text().strip()
    except OSError as error:
        raise CannotStart(
            f"The secret {file} cannot be read or written ({error.strerror}): "
            "give this user the right to the folder, or start as the user who owns it."
        ) from None


def _write(file: Path, text: str) -> None:
    """The file appears whole, readable by its owner only."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(text + "\n")
    draft.replace(file)
