"""Foreign formats and services of evidence: signatures, PDF, pictures, archives, the virus scanner, the store."""
