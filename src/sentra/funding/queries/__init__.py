"""What can be asked in this room."""

from sentra.funding.queries.standards import OnFile, places_of, standard_for, standards_on, versions_of

__all__ = ["OnFile", "places_of", "standard_for", "standards_on", "versions_of"]
