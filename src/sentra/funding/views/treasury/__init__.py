"""Pages of a recipient's money: where it stands, its stages, its payment orders, what it states."""
