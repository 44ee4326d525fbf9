"""One move of a formation over a long way, as history has it: legs, loading, convoys."""
