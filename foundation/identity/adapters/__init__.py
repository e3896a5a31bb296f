"""The only place of identity that speaks to allauth, to the OAuth provider and to mail."""
