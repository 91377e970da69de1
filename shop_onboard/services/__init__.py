"""Changes: check the policy, compare rows, flush, record one audit event. They never commit."""
