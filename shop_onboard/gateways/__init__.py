"""The outside world: storage, queue, card payments. Everything that touches a disk or a network."""
