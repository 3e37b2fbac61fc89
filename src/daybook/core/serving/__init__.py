"""``daybook serve``: one process tree of web and background work, started, watched and stopped."""
