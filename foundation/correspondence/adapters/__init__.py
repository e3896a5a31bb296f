"""What lies outside: the broker that carries tasks, and the server that takes e-mails."""
