"""The county written as the files an authority really gets: ``write_files(county, folder)``."""

from onroll.demonstration.county.files.written import Written, write_files

__all__ = ["Written", "write_files"]
