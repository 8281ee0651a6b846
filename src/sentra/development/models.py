"""What follows a designation: support, stages, classification; the regions' own programmes and advice."""
