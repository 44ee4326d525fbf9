"""What they intend: tasks, orders, courses of action."""
