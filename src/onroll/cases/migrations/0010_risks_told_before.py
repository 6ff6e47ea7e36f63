"""What notices of open cases said of a risk before it was kept as a concern becomes one: it was never referred here."""

from typing import Any

from django.db import migrations

CARRIED_OVER = "system: carried over"  # nobody did this: no person's name stands under it


def keep_what_was_said(apps: Any, schema_editor: Any) -> None:
    """Make a concern of each notice of an open case that says that the child is at risk."""
    referrals = apps.get_model("cases", "Referral")._base_manager
    risks = apps.get_model("cases", "RiskTold")._base_manager
    for row in referrals.filter(urgent=True, case__isnull=False, case__closed_on=None).iterator():
        risks.get_or_create(
            case_id=row.case_id,
            referral_id=row.pk,
            defaults={
                "child_id": row.child_id,
                "recorded_at": row.triaged_at or row.keyed_at,
                "recorded_by": CARRIED_OVER,
                "told_on": row.received_on,
                "words": str(row.answers.get("at_risk_why") or row.urgent_reason),
            },
        )


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_told_of_risk")]

    operations = [migrations.RunPython(keep_what_was_said, migrations.RunPython.noop)]
