"""Notebooks to and fro: the program writes, runs and checks them, Jupyter executes and converts them."""

from __future__ import annotations

import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import nbclient
import nbconvert
import nbformat

from descent.program import executable

SESSIONS = {
    "surface": ["surface rosenbrock", "optimizer adam lr=0.1", "step 3", "explain m_hat", "run 50",
                "plot surface"],
    "race": ["race valley steps=20", "race saddle steps=20", "animate race"],
    "network": ["data moons n=60 noise=0.2 split=0.7,0.3", "network 2-4:relu-1:sigmoid loss=bce",
                "batch 16", "seed 7", "dropout drop=0.5", "run 3 epochs", "plot loss",
                "subnets x=0,0"],
    "rule": ["define rule mine", "slot v", "v = 0.9*v - eta*g", "delta = v", "end", "surface bowl",
             "optimizer mine lr=0.1", "step 2", "back", "trace loss v"],
    "sweep": ["surface stretched_bowl", "sweep lr 0.01 0.1 steps=10", "hessian", "step 5",
              "plot loss describe"],
}


class NotebookTests(unittest.TestCase):
    def setUp(self) -> None:
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def descent(self, *words: str, status: int = 0, text: str = "") -> str:
        result = subprocess.run(
            [executable(), *words], cwd=self.folder, capture_output=True, text=True, input=text,
            timeout=600,
            env={"HOME": str(self.folder), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        )
        self.assertEqual(result.returncode, status, result.stdout + result.stderr)
        return result.stdout + result.stderr

    def execute(self, name: str) -> nbformat.NotebookNode:
        notebook = nbformat.read(self.folder / name, as_version=4)
        nbclient.NotebookClient(
            notebook, timeout=600, resources={"metadata": {"path": str(self.folder)}}
        ).execute()
        return notebook

    def test_five_notebooks_go_to_jupyter_and_back(self) -> None:
        for name, lines in SESSIONS.items():
            with self.subTest(name):
                self.descent(text="# A remark\n" + "\n".join(lines) + f"\nnotebook {name}.ipynb\n")
                written = nbformat.read(self.folder / f"{name}.ipynb", as_version=4)
                nbformat.validate(written)
                self.assertEqual((written.nbformat, written.nbformat_minor), (4, 5))
                self.assertIn("A remark", [cell.source for cell in written.cells])
                # The program itself runs it and finds the same.
                self.descent("run", f"{name}.ipynb")
                self.assertIn("passed", self.descent("check", f"{name}.ipynb"))
                # Jupyter runs it, and the program finds what Jupyter has kept.
                executed = self.execute(f"{name}.ipynb")
                nbformat.write(executed, self.folder / f"{name}.ipynb")
                self.descent("check", f"{name}.ipynb")
                html, _ = nbconvert.HTMLExporter().from_notebook_node(executed)
                (self.folder / f"{name}.html").write_text(html, encoding="utf-8")
                pictures = sum(
                    "image/svg+xml" in output.get("data", {})
                    for cell in executed.cells for output in cell.get("outputs", [])
                )
                self.assertEqual(pictures > 0, name != "rule")
                # No two figures of a page share a name.
                ids = re.findall(r'\bid="(d\w{5,})"', html)
                self.assertEqual(len(ids), len(set(ids)))

    def test_a_changed_output_and_a_failed_cell_are_found(self) -> None:
        self.descent(text="surface bowl\nstep\nprint loss\nnotebook a.ipynb\n")
        path = self.folder / "a.ipynb"
        path.write_text(path.read_text().replace("6.002", "6.102"))
        found = self.descent("check", "a.ipynb", status=1)
        self.assertIn("cell 3, line 1: the output differs", found)
        self.descent("check", "--accept", "a.ipynb")
        self.descent("check", "a.ipynb")
        path.write_text(path.read_text().replace('"step"', '"stepp"'))
        found = self.descent("run", "a.ipynb", status=1)
        self.assertIn("a.ipynb, cell 3:1: unknown verb 'stepp'", found)
        path.write_text("{}")
        self.descent("check", "a.ipynb", status=2)
        path.write_text(path.read_text().replace("{}", '{"cells":[],"nbformat":4,"metadata":'
                                                 '{"kernelspec":{"name":"python3"}}}'))
        self.assertIn("notebook of 'python3'", self.descent("run", "a.ipynb", status=1))

    def test_prose_is_kept(self) -> None:
        (self.folder / "a.md").write_text(
            "# Valleys\n\nWhy *so* slow?\n\n```descent\nsurface bowl\nstep\n```\n\n- one\n- two\n\n"
            "```descent\nprint loss\n```\n\nThe end.\n"
        )
        self.descent(text="source a.md\n# by hand\nstep\nnotebook b.md\nnotebook b.ipynb\n")
        text = (self.folder / "b.md").read_text()
        for part in ("# Valleys", "Why *so* slow?", "- one\n- two", "The end.", "by hand"):
            self.assertEqual(text.count(part), 1, text)
        self.assertLess(text.index("- two"), text.index("print loss"))
        self.descent("check", "b.md")
        self.descent("check", "b.ipynb")
        self.descent(text="source b.ipynb\nnotebook c.md\n")
        self.assertEqual((self.folder / "c.md").read_text(), text)

    def test_a_lesson_is_asked_and_graded_in_a_notebook(self) -> None:
        self.descent("lesson", "new", "own.md")
        self.descent("lesson", "export", "own.md", "own.ipynb")
        notebook = nbformat.read(self.folder / "own.ipynb", as_version=4)
        nbformat.validate(notebook)
        wishes = [cell for cell in notebook.cells if cell.source.startswith("# your")]
        self.assertEqual(len(wishes), 4)
        wishes[0].source = "5\nhint\n2*x"
        wishes[1].source = "step"
        wishes[2].source = "hint\nskip"
        wishes[3].source = "skip"
        nbformat.write(notebook, self.folder / "own.ipynb")
        executed = self.execute("own.ipynb")
        printed = "".join(
            output.get("text", "") for cell in executed.cells for output in cell.get("outputs", [])
        )
        self.assertIn("Differentiate x²", printed)
        # The text stands in Markdown, and is not printed again.
        markdown = "".join(c.source for c in notebook.cells if c.cell_type == "markdown")
        self.assertIn("Each student has numbers of their own", markdown)
        self.assertNotIn("Each student has numbers", printed)
        self.assertIn("what is ∂L/∂x?", printed)
        graded = self.descent(
            "grade", str(self.folder / "own.receipt"), "--lessons", str(self.folder / "own.md")
        )
        self.assertIn("verified", graded)
        self.assertRegex(graded, r"\b[12]/4\b")

    def test_every_lesson_of_the_course_is_a_notebook(self) -> None:
        for number in range(1, 10):
            self.descent("lesson", "export", str(number), f"{number}.ipynb")
            notebook = nbformat.read(self.folder / f"{number}.ipynb", as_version=4)
            nbformat.validate(notebook)
            questions = [cell for cell in notebook.cells if "**Question" in cell.source]
            self.assertGreater(len(questions), 3)
        # Unanswered, a lesson waits, and no cell fails.
        self.execute("1.ipynb")


if __name__ == "__main__":
    unittest.main()
