// Line in, text out.
