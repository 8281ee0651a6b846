"""What can be done here: write and remove snapshots, bring a table in, keep a scenario. The records stay untouched."""

from sentra.insight.services.scenarios import remove_scenario, save_scenario
from sentra.insight.services.snapshots import cancel_snapshot, remove_snapshot, start_snapshot
from sentra.insight.services.tables import bring_table

__all__ = [
    "bring_table",
    "cancel_snapshot",
    "remove_scenario",
    "remove_snapshot",
    "save_scenario",
    "start_snapshot",
]
