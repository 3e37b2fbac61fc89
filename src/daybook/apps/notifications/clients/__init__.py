"""The ways out of Daybook: how a message is written, and who carries it."""
