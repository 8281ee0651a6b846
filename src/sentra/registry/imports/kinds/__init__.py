"""The spreadsheets of the registry."""

from sentra.registry.imports.kinds.enterprises import ENTERPRISES
from sentra.registry.imports.kinds.figures import ENTERPRISE_FIGURES, SENTRA_FIGURES
from sentra.registry.imports.kinds.memberships import MEMBERSHIPS
from sentra.registry.imports.kinds.sentra import SENTRA

REGISTRY_SHEETS = (ENTERPRISES, SENTRA, MEMBERSHIPS, ENTERPRISE_FIGURES, SENTRA_FIGURES)
