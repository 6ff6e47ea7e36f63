"""Onroll: who did what, when, and what should they see.

Importing this package puts ``pysqlite3`` in the place of the standard library's ``sqlite3`` before Django can load it:
two SQLite libraries in one process break each other's file locks, so it is replaced everywhere or nowhere (ADR 0002).
"""

import sys

import pysqlite3
import pysqlite3.dbapi2

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
