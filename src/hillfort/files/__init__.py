"""Scenario, theatre and result files: the only crossing between disk and domain."""
