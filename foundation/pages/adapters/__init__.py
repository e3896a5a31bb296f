"""The only place where the pages speak to a foreign library: the macros of the design system."""
