"""The page kit: layout, components, lists, form fields and exports; it knows no domain."""
