"""Tags and filters for templates: `govuk`, `components`, `dates`, `numbers`."""
