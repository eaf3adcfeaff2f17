"""Opens SVG files in a headless Chromium and lists texts that lie on one another or leave the picture.

    python3 svg_check.py FILE.svg ...

Boxes are those of the browser's own layout (getBoundingClientRect), shrunk by a pixel on each side,
since a box is a little taller than its letters. Exits with 1 where anything is found.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PROBE = """
<script>
const found = {};
document.querySelectorAll('div').forEach(div => {
  const svg = div.querySelector('svg'), frame = svg.getBoundingClientRect(), list = [];
  const boxes = [...svg.querySelectorAll('text')].map(text => {
    const b = text.getBoundingClientRect();
    return {text: text.textContent, l: b.left + 1, r: b.right - 1, t: b.top + 3, b: b.bottom - 3};
  });
  boxes.forEach((a, i) => {
    if (a.l < frame.left || a.r > frame.right || a.t < frame.top || a.b > frame.bottom)
      list.push(`'${a.text}' leaves the picture`);
    boxes.slice(i + 1).forEach(b => {
      if (a.l < b.r && b.l < a.r && a.t < b.b && b.t < a.b)
        list.push(`'${a.text}' lies on '${b.text}'`);
    });
  });
  found[div.id] = list;
});
document.title = 'done';
document.body.innerHTML = '<pre>' + JSON.stringify(found).replace(/</g, '\\u003c') + '</pre>';
</script>
"""


def main(files: list[str]) -> int:
    bodies = []
    for name in files:
        text = Path(name).read_text(encoding="utf-8")
        bodies.append(f'<div id="{name}">{text[text.index("<svg"):]}</div>')
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text("<meta charset=utf-8><body>" + "\n".join(bodies) + PROBE, encoding="utf-8")
        dom = subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", page.as_uri()],
            capture_output=True, text=True, timeout=120, check=True).stdout
    match = re.search(r"<pre>(.*)</pre>", dom, re.S)
    found = json.loads(match[1].replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))
    for name, list_ in found.items():
        for line in list_:
            print(f"{name}: {line}")
    print(f"{len(found)} files, {sum(map(len, found.values()))} findings")
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
