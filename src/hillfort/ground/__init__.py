"""How ground forces meet: the law of ground combat."""
