"""The magics, in a plain IPython and in an ipykernel."""

from __future__ import annotations

import unittest
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.io import capture_output
from jupyter_client.manager import start_new_kernel


class PlainTests(unittest.TestCase):
    """IPython in a terminal."""

    shell: Any

    @classmethod
    def setUpClass(cls) -> None:
        cls.shell = InteractiveShell.instance()
        cls.shell.run_line_magic("load_ext", "descent")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.shell.run_line_magic("unload_ext", "descent")

    def test_cells_and_lines_share_a_session(self) -> None:
        with capture_output() as shown:
            self.shell.run_cell_magic("descent", "", "surface bowl\nstep 2\n")
            self.shell.run_line_magic("descent", "step")
        self.assertIn("t 3 ", shown.stdout)
        value = self.shell.run_line_magic("descent_get", "loss")
        self.assertEqual(self.shell.user_ns["loss"], value)
        self.shell.run_line_magic("descent_get", "speed=norm(g) theta")
        self.assertEqual(self.shell.user_ns["theta"].shape, (2,))
        self.assertGreater(self.shell.user_ns["speed"], 0)

    def test_arrays_become_data(self) -> None:
        self.shell.user_ns.update(a=[[1.0], [2.0], [3.0], [4.0]], b=[2.0, 4.0, 6.0, 8.0])
        with capture_output() as shown:
            self.shell.run_line_magic("descent_put", "a b split=0.5,0.5")
        self.assertIn("b", shown.stdout)
        for line, sentence in [
            ("a", "two variables"), ("a zz", "no variable 'zz'"),
        ]:
            with self.assertRaisesRegex(Exception, sentence):
                self.shell.run_line_magic("descent_put", line)

    def test_an_error_is_a_sentence(self) -> None:
        with self.assertRaisesRegex(Exception, "line 2: unknown verb 'nonsense'"):
            self.shell.run_cell_magic("descent", "", "surface bowl\nnonsense\n")


class NotebookTests(unittest.TestCase):
    """A Python notebook."""

    def test_pictures_in_an_ipykernel(self) -> None:
        manager, client = start_new_kernel(kernel_name="python3")
        try:
            messages: list[dict[str, Any]] = []
            for code in [
                "%load_ext descent", "%%descent\nsurface bowl\nstep 2\nplot surface",
                "%descent_get loss\nprint(loss)", "%%descent\nnonsense",
            ]:
                reply = client.execute_interactive(
                    code, output_hook=messages.append, timeout=300, allow_stdin=False
                )
            self.assertEqual(reply["content"]["status"], "error")
            shown = [m["content"]["data"] for m in messages if m["msg_type"] == "display_data"]
            self.assertEqual(len(shown), 1)
            self.assertTrue(shown[0]["image/svg+xml"].startswith("<svg "))
            text = "".join(m["content"].get("text", "") for m in messages)
            self.assertIn("5.76", text)
            self.assertNotIn("⠁", text)
        finally:
            client.stop_channels()
            manager.shutdown_kernel()


if __name__ == "__main__":
    unittest.main()
