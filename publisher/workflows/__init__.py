"""The verbs: each module does one thing that a user asks for."""
