"""Common Transfer Files: what a school sends with a child who leaves, read leniently and written strictly."""

from rulebook.ctf.layout import CtfPupil, Header, School, TransferFile
from rulebook.ctf.read import Reading, read_transfer_file
from rulebook.ctf.write import write_transfer_file

__all__ = [
    "CtfPupil",
    "Header",
    "Reading",
    "School",
    "TransferFile",
    "read_transfer_file",
    "write_transfer_file",
]
