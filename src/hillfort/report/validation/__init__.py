"""The report on what is published against what the model says."""
