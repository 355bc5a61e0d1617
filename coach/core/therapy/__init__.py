"""Between a person and their therapist: what is assigned, what comes back, what asks for a look. Pure."""
