"""Spreadsheets into records: declared as sheets, staged, checked whole, confirmed once, applied all or not at all."""
