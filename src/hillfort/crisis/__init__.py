"""How they are warned and decide: warning, decision, readiness."""
