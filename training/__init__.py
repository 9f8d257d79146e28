"""What is learned before it is used; nothing here runs with the dashboard."""
