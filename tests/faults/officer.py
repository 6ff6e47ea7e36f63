"""An officer who is signed in and puts rolls in, one school after another, and tries again when the line breaks."""

import csv
import http.client
import io
import random
import threading
import time
from datetime import date, timedelta

from rulebook.identifiers import check_letter
from tests.faults.public import Browser, NotAnswered, expect

EMAIL, PASSWORD = "assistant@example.org", "three blue kettles sing"
PUPILS = 60  # in each roll: enough that putting it in takes a while, and is met by a kill
SCHOOLS = 400
SET_UP = f"""
from datetime import date
from onroll.access.models import Membership, Organisation, OrganisationKind, User
from onroll.schools.models import Establishment
home = Organisation.objects.create(name="Invented Council", kind=OrganisationKind.AUTHORITY)
user = User(name="Ottoline Faraday", email="{EMAIL}", organisation=home)
user.set_password("{PASSWORD}")
user.save()
Membership.objects.create(user=user, role="CMEA", from_on=date(2020, 9, 1))
for n in range({SCHOOLS}):
    name = f"School number {{n}}"
    of_its_own = Organisation.objects.create(name=name, kind=OrganisationKind.SCHOOL)
    Establishment.objects.create(urn=str(900000 + n), name=name, la_code="999", establishment_number=f"{{2000 + n}}",
        type_code="01", status_code="1", organisation=of_its_own)
"""
ROLLS = """
import json
from collections import Counter
from onroll.education.models import Enrolment
from onroll.transfers.models import ReceivedFile
why = "counting after a fault"
on_roll = Counter(Enrolment.objects.unscoped(why).values_list("establishment__urn", flat=True))
print(json.dumps([
    [file.name, file.state, file.counts.get("rows", 0), file.counts.get("new", 0), on_roll[file.urn]]
    for file in ReceivedFile.objects.all()
]))
"""


class Officer:
    """Goes on putting rolls in until told to stop, and remembers which were said to be in."""

    def __init__(self, port: int, *, seed: int) -> None:
        self.browser = Browser(port, "127.9.9.9")
        self.chance = random.Random(seed)
        self.put_in: list[str] = []
        self.refused = 0
        self.broken_lines = 0
        self.is_writing = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._go_on, daemon=True)

    def start(self) -> None:
        """Let the officer begin."""
        self._thread.start()

    def stop(self) -> None:
        """Let the officer finish the roll in hand, for two minutes at most."""
        self._stop.set()
        if self._thread.ident:
            self._thread.join(timeout=120)

    def _go_on(self) -> None:
        for number in range(SCHOOLS):
            if self._stop.is_set():
                return
            name, content = f"{900_000 + number}.csv", self._roll()
            for _ in range(60):
                try:
                    if self._is_settled(name, content):
                        break
                except (OSError, http.client.HTTPException, NotAnswered):
                    self.is_writing = False
                    self.broken_lines += 1
                    time.sleep(0.5)

    def _is_settled(self, name: str, content: bytes) -> bool:
        """Take a roll as far as it goes: signed in, sent, read, approved, in. Sent again, it is the same file."""
        self._sign_in_if_needed()
        self.is_writing = True
        answers = {"kind": "roll", "school": name.removesuffix(".csv"), "as_of": ""}
        _, place, _ = expect(self.browser.send("/files/new/", answers, "sent", name, content), 302)
        if "Approve and put in" in self._page(place):
            expect(self.browser.post(f"{place}approve/", {}), 302)
        page = self._page(place)
        self.is_writing = False
        if "Put in by" in page:
            self.put_in.append(name)
            return True
        if "The file was refused" in page:  # twice killed while it was read
            self.refused += 1
            return True
        expect(self.browser.post(f"{place}resume/", {}), 302)
        raise NotAnswered("not in yet")

    def _sign_in_if_needed(self) -> None:
        status, _, _ = self.browser.get("/files/new/")
        if status != 200:
            self.browser.get("/sign-in/")
            expect(self.browser.post("/sign-in/", {"login": EMAIL, "password": PASSWORD}), 302)
            expect(self.browser.get("/files/new/"), 200)

    def _page(self, place: str) -> str:
        return expect(self.browser.get(place), 200)[2]

    def _roll(self) -> bytes:
        text = io.StringIO()
        rows = csv.writer(text)
        rows.writerow(["UPN", "Surname", "Forename", "DOB", "Gender", "Postcode"])
        for number in range(PUPILS):
            upn = f"9992{self.chance.randrange(10**8):08}"
            born = date(2012, 1, 1) + timedelta(days=self.chance.randrange(3_000))
            names = [self._word().capitalize() for _ in range(2)]
            postcode = f"WX{self.chance.randrange(1, 10)} {self.chance.randrange(10)}AB"
            rows.writerow([check_letter(upn) + upn, *names, born.isoformat(), "FM"[number % 2], postcode])
        return text.getvalue().encode()

    def _word(self) -> str:
        return "".join(self.chance.choice("bdfghklmnprstvw") + self.chance.choice("aeiou") for _ in range(4))
