"""What one field may hold, and the sentence when it does not."""
