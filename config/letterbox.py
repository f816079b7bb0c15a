"""The demo's mails go to files that nobody else on this machine reads."""

from pathlib import Path
from typing import Any

from django.core.mail.backends import filebased

from config.private_files import MAIL, open_private


class EmailBackend(filebased.EmailBackend):
    """One file a connection, 0600, in a folder of 0700."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        Path(self.file_path).chmod(0o700)

    def open(self) -> bool:
        """Whether the file had to be opened."""
        if self.stream is not None:
            return False
        self.stream = open_private(Path(self._get_filename()), mode=MAIL)
        return True
