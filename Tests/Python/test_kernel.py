"""The kernel, by jupyter_kernel_test and by messages of our own."""

from __future__ import annotations

import os
import signal
import time
import unittest
from typing import Any

import jupyter_kernel_test
from jupyter_client.manager import start_new_kernel


class KernelTests(jupyter_kernel_test.KernelTests):
    """What every kernel must do. Left out: streams of free text to standard error, pagers, history
    and input, which the language does not have."""

    kernel_name = "descent"
    language_name = "descent"
    file_extension = ".descent"
    completion_samples = [
        {"text": "opti", "matches": {"optimizer"}},
        {"text": "surface rosen", "matches": {"rosenbrock"}},
    ]
    complete_code_samples = ["step", "surface bowl; step 3", "define rule x\ndelta = -eta*g\nend"]
    incomplete_code_samples = ["define rule x", 'surface "x^2 +']
    invalid_code_samples = ["nonsense"]
    code_generate_error = "optimzer adam"
    code_inspect_sample = "optimizer"
    code_display_data = [
        {"code": "surface bowl; step; plot surface", "mime": "image/svg+xml"},
        {"code": "plot surface", "mime": "text/plain"},
    ]
    code_stderr = ""
    code_execute_result: list[dict[str, str]] = []

    def test_execute_stdout(self) -> None:
        """The text of a command is a stream."""
        self.flush_channels()
        reply, output = self.execute_helper(code="print 6*7")
        self.assertEqual(reply["content"]["status"], "ok")
        streams = [m for m in output if m["msg_type"] == "stream"]
        self.assertIn("42", "".join(m["content"]["text"] for m in streams))


class ConversationTests(unittest.TestCase):
    """Cells one after the other in one kernel."""

    manager: Any
    client: Any

    @classmethod
    def setUpClass(cls) -> None:
        cls.manager, cls.client = start_new_kernel(kernel_name="descent")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.client.stop_channels()
        cls.manager.shutdown_kernel()

    def run_cell(self, code: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        messages: list[dict[str, Any]] = []
        reply = self.client.execute_interactive(
            code, output_hook=messages.append, timeout=300, allow_stdin=False
        )
        return reply["content"], messages

    def test_a_failed_cell_is_marked_and_changes_nothing(self) -> None:
        self.run_cell("surface bowl; step 2")
        reply, messages = self.run_cell("\n\nstep nonsense")
        self.assertEqual(reply["status"], "error")
        error = next(m["content"] for m in messages if m["msg_type"] == "error")
        self.assertIn("line 3: ", error["traceback"][0])
        _, messages = self.run_cell("print t")
        self.assertIn("t = 2", messages[-2]["content"]["text"])

    def test_a_picture_is_shown_once(self) -> None:
        _, messages = self.run_cell("race valley steps=5")
        text = "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream")
        self.assertNotIn("⠁", text)
        self.assertIn("adam", text)
        pictures = [m for m in messages if m["msg_type"] == "display_data"]
        self.assertEqual(len(pictures), 1)
        _, messages = self.run_cell("animate race speed=50")
        updates = [m for m in messages if m["msg_type"] == "update_display_data"]
        shown = [m for m in messages if m["msg_type"] == "display_data"]
        self.assertEqual(len(shown), 1)
        self.assertGreater(len(updates), 1)
        ids = {m["content"]["transient"]["display_id"] for m in shown + updates}
        self.assertEqual(len(ids), 1)

    def test_going_back_in_a_notebook(self) -> None:
        self.run_cell("surface rosenbrock; optimizer adam lr=0.1; step 5")
        self.run_cell("fork other; back 3; undo")
        _, messages = self.run_cell("print t")
        self.assertIn("t = 5", messages[-2]["content"]["text"])

    def test_an_interrupt_ends_a_run(self) -> None:
        self.run_cell("surface rosenbrock; optimizer adam lr=1e-6")
        number = self.client.execute("run 1000000000")
        # It is at work where it shows how far it is.
        while True:
            message = self.client.get_iopub_msg(timeout=300)
            if message["msg_type"] == "display_data":
                break
        self.manager.interrupt_kernel()
        while True:
            reply = self.client.get_shell_msg(timeout=300)
            if reply["parent_header"].get("msg_id") == number:
                break
        self.assertEqual(reply["content"]["ename"], "KeyboardInterrupt")
        # IPython gives up what reaches it right after an error, until it has told its queue.
        for _ in range(50):
            reply, _ = self.run_cell("step")
            if reply["status"] != "aborted":
                break
            time.sleep(0.1)
        self.assertEqual(reply["status"], "ok")

    def test_a_killed_program_is_a_sentence_and_the_next_cell_works(self) -> None:
        self.run_cell("surface bowl; step 3")
        children = _children(self.manager.provisioner.process.pid)
        for child in children:
            os.kill(child, signal.SIGKILL)
        self.assertTrue(children)
        time.sleep(0.2)
        reply, _ = self.run_cell("step")
        self.assertEqual(reply["status"], "error")
        self.assertIn("journal restore", reply["evalue"])
        reply, _ = self.run_cell("journal restore; print t")
        self.assertEqual(reply["status"], "ok")


def _children(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return [int(word) for word in file.read().split()]


if __name__ == "__main__":
    unittest.main()
