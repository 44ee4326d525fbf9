"""What the lines of communication can carry, lose and bear."""
