"""Foreign formats of the programme: the reference files that ship with the product, and the holidays library."""
