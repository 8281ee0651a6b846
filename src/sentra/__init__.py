"""Sentra: the system in which programmes for small-business centres are run."""
