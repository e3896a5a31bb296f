"""What every page shares: layouts, the design-system tags, dates in words, error and information pages."""
