"""Official papers as PDF and DOCX: one `content`, one order of parts (`composition`), two renderers."""
