"""What people see while a plan runs: what they approve, lines, a live table."""
