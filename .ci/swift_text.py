"""Swift as text: what the checks of this folder share."""

import functools
import re


@functools.cache
def code(text):
    """The text with comments and the words of strings as blanks, line for line."""
    out, i, stack = [], 0, []
    blank = lambda s: re.sub(r"[^\n]", " ", s)
    while i < len(text):
        if stack and stack[-1][0] == "string":
            quote = stack[-1][1]
            if text.startswith("\\(", i):
                stack.append(["code", 0])
                out.append(" (")
                i += 2
            elif text[i] == "\\":
                out.append(blank(text[i : i + 2]))
                i += 2
            elif text.startswith(quote, i):
                stack.pop()
                out.append(" " * (len(quote) - 1) + '"')
                i += len(quote)
            else:
                out.append(blank(text[i]))
                i += 1
            continue
        if text.startswith("//", i):
            end = text.find("\n", i)
            end = len(text) if end < 0 else end
            out.append(blank(text[i:end]))
            i = end
        elif text.startswith("/*", i):
            end = text.find("*/", i)
            end = len(text) if end < 0 else end + 2
            out.append(blank(text[i:end]))
            i = end
        elif text[i] == '"':
            quote = '"""' if text.startswith('"""', i) else '"'
            stack.append(["string", quote])
            out.append('"' + " " * (len(quote) - 1))
            i += len(quote)
        else:
            if stack and text[i] == "(":
                stack[-1][1] += 1
            elif stack and text[i] == ")":
                if stack[-1][1] == 0:
                    stack.pop()
                else:
                    stack[-1][1] -= 1
            out.append(text[i])
            i += 1
    return "".join(out)
