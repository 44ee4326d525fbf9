"""Classical laws of combat, readable, to measure the fitted one against."""
