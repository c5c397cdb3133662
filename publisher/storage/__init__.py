"""What Publisher keeps: catalog, lock file, issues, subscribers and their deliveries."""
