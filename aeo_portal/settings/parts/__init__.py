"""The settings of `base`, one file per concern."""
