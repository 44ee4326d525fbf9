"""Air policing, air defence, ground-based air defence: what flies, what it meets, what is covered."""
