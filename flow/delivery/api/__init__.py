"""The doors of delivery for programs: its set-up, what is delivered, and the measures."""
