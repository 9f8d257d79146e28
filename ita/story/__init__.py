"""The story: what is told on stage and on paper, apart from how it is shown."""
