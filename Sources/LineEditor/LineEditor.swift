// Swift over libedit.
