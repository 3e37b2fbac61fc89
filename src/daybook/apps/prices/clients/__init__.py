"""The outside services prices asks."""
