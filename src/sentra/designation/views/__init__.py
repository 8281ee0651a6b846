"""The pages of designation, under /penetapan/."""
