"""The service's own settings, with a folder of their own, quick password hashes and mail that is caught.

ONROLL_DATABASE_URL chooses the database; without it the tests run on SQLite, in a file as in production, so that two
connections meet as they do there.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
if "ONROLL_TEST_FOLDER" not in os.environ:
    # Memory where there is some: the tests wait for no disk. The workers take the folder from the process that made it.
    where = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    os.environ["ONROLL_TEST_FOLDER"] = tempfile.mkdtemp(prefix="onroll-tests-", dir=where)
    atexit.register(shutil.rmtree, os.environ["ONROLL_TEST_FOLDER"], ignore_errors=True)
FOLDER = Path(os.environ["ONROLL_TEST_FOLDER"]) / WORKER
(FOLDER / "static").mkdir(parents=True, exist_ok=True)
os.environ["ONROLL_DATA_DIR"] = str(FOLDER)
os.environ["ONROLL_LOG_LEVEL"] = "WARNING"

from onroll.project.settings import *  # noqa: E402, F403
from onroll.project.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(FOLDER / "tests.sqlite3")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
REQUIRE_SECOND_FACTOR = False  # the tests of accounts ask for it; all others sign in and go on
