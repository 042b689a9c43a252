"""What a run must remember: its folder, locks, journal, approvals. Whole whenever the machine stops."""
