"""The package that an authority installs holds everything the checkout runs with: templates, styles, tables of data."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture import reading
from tests.architecture.conftest import Enumerated


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Return the wheel, built now."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [Path(sys.executable).parent / "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=reading.ROOT, capture_output=True, check=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_package_holds_every_file_of_the_source(wheel: zipfile.ZipFile, enumerated: Enumerated) -> None:
    tracked = {
        path.relative_to(reading.SRC).as_posix() for path in reading.tracked_files() if _is_source(path)
    }
    packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    enumerated("files in the package", sorted(packed), at_least=300)

    assert sorted(tracked - packed) == []
    assert sorted(packed - tracked) == [], "something is packed that nobody committed"


def test_the_package_brings_the_command(wheel: zipfile.ZipFile) -> None:
    entry_points = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))

    assert "onroll = onroll.project.command:main" in wheel.read(entry_points).decode()


def _is_source(path: Path) -> bool:
    return path.is_relative_to(reading.SRC)
