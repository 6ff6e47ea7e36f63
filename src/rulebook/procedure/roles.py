"""Who can owe a duty: the roles of the procedure, by the codes that the whole service uses."""

from collections.abc import Mapping

ROLES: Mapping[str, str] = {
    "CMEA": "Children Missing Education Assistant",
    "AEM": "Attendance and Exclusions Manager",
    "ARL": "Area Lead",
    "ARM": "Area Manager with responsibility for attendance",
    "AIO": "Attendance Improvement Officer",
    "ADM": "Admissions",
    "EHE": "Officer for Services to Home Educators",
    "ABT": "Area Behaviour Team",
    "SCH": "School",
    "AGY": "Partner agency",
    "CNX": "Connexions",
    "OLA": "Another local authority",
    "DPO": "Data protection officer",
}
