"""The file of a backup: a zip of the rows of each table and one manifest, sealed.

Restoring runs the statements of the manifest with the owner's rights: hence the seal.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hmac import compare_digest
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import msgspec
from django.utils.crypto import salted_hmac

from tenants.backups.rules import BackupFault, Manifest, file_name
from tenants.ids import uuid7
from tenants.shapes import encode

MANIFEST, SEAL = "manifest.json", "seal"


def write_archive(folder: Path, fill: Callable[[ZipFile], Manifest]) -> tuple[Path, Manifest]:
    """A whole archive, readable by its owner only, stands in the folder under its final name.

    Raises BackupFault when it cannot be written. A process that is killed leaves a `.part`.
    """
    part = folder / f"{uuid7()}.part"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(part, "xb", opener=_private) as file:
            with ZipFile(file, "w", ZIP_DEFLATED) as archive:
                manifest = fill(archive)
                told = encode(manifest)
                archive.writestr(MANIFEST, told)
                archive.writestr(SEAL, _seal(told))
            os.fsync(file.fileno())
        return part.replace(folder / file_name(manifest)), manifest
    except OSError as error:
        raise BackupFault(f"The backup cannot be written: {error}.") from error
    finally:
        if part.exists():
            part.unlink()


@contextmanager
def read_archive(path: Path, *, unsealed: bool = False) -> Iterator[tuple[ZipFile, Manifest]]:
    """The archive and what it says of itself.

    Raises BackupFault for a file that is none, is torn, or does not carry this installation's seal
    (unless it may be `unsealed`).
    """
    try:
        with ZipFile(path) as archive:
            told, seal = archive.read(MANIFEST), archive.read(SEAL).decode()
            if not unsealed and not compare_digest(seal, _seal(told)):
                raise BackupFault(
                    f"{path}: made with another SECRET_KEY, or altered since. Restoring runs what"
                    " it says as the database's owner: if you know where it comes from, --unsealed."
                )
            yield archive, msgspec.json.decode(told, type=Manifest)
    except (OSError, BadZipFile, KeyError, EOFError, msgspec.DecodeError) as error:
        raise BackupFault(f"{path} is no whole backup: {error}.") from error


def _seal(told: bytes) -> str:
    return salted_hmac("tenants.backups", told, algorithm="sha256").hexdigest()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
