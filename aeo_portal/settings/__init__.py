"""Settings per environment: `dev` for ./start, `test` for the suite, `production`; all stand on `base`."""
