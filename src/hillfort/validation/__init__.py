"""What is published against what the model says: battles, reference laws, wargames, deployments."""
