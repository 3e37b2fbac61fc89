"""Is Daybook well? For machines that ask every few seconds, and for people who want to know why."""
