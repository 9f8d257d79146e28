"""The domain: offices, the assessment's method, the warehouse's figures, charts and words."""
