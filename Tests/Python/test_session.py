"""Session: a conversation from a script."""

from __future__ import annotations

import math
import os
import signal
import tempfile
import threading
import time
import unittest

import numpy

import descent


class SessionTests(unittest.TestCase):
    def setUp(self) -> None:
        self.home = tempfile.TemporaryDirectory()
        self.addCleanup(self.home.cleanup)
        os.environ["XDG_STATE_HOME"] = self.home.name
        self.session = descent.Session()
        self.addCleanup(self.session.close)

    def test_a_run_gives_reports_text_and_figures(self) -> None:
        result = self.session.run("surface bowl; step 2\nplot surface")
        self.assertEqual([r["command"] for r in result.reports], ["surface", "step", "step", "plot"])
        self.assertIn("t 2   L 6.002 → 5.765", result.text)
        self.assertTrue(result.figures[0].svg.startswith("<svg "))
        self.assertEqual(self.session.prompt, "bowl · gd · t=2 > ")

    def test_values_are_exact(self) -> None:
        self.session.run("surface bowl; step 3")
        theta = self.session["theta"]
        self.assertEqual(theta.tolist(), [1.882384, 1.4117879999999998])
        self.assertIsInstance(self.session["loss"], float)
        self.assertEqual(self.session["1/0"], math.inf)

    def test_many_numbers_come_in_their_shape(self) -> None:
        self.session.run("data digits; network 64-40-10:softmax loss=cross_entropy; seed 3")
        w1, loss = self.session.get("W1", "loss")
        self.assertEqual(w1.shape, (40, 64))
        # The weights are drawn as NumPy's RandomState draws them.
        drawn = numpy.random.RandomState(3).standard_normal((40, 64)) * math.sqrt(2 / 64)
        numpy.testing.assert_allclose(w1, drawn, rtol=1e-15)
        self.assertGreater(loss, 2)

    def test_an_error_is_the_shells_sentence(self) -> None:
        with self.assertRaisesRegex(descent.DescentError, "did you mean 'optimizer'") as caught:
            self.session.run("surface bowl\noptimzer adam")
        self.assertEqual((caught.exception.line, caught.exception.column), (2, 1))
        with self.assertRaises(descent.DescentError):
            self.session["nope"]
        self.assertEqual(self.session.run("step").status, "ok")

    def test_a_trace_is_a_table_by_t(self) -> None:
        self.session.run("surface bowl; optimizer momentum lr=0.1; step 3")
        frame = self.session.trace("loss", "v", last=2)
        self.assertEqual(list(frame.columns), ["loss", "v[0]", "v[1]"])
        self.assertEqual(list(frame.index), [2, 3])
        self.assertEqual(frame["loss"].iloc[-1], self.session["loss"])

    def test_arrays_become_data(self) -> None:
        random = numpy.random.RandomState(1)
        x = random.standard_normal((50, 3))
        y = x @ [1.0, -2.0, 0.5]
        self.session.put(x, y)
        self.session.run("network 3-1:linear loss=mse; optimizer adam lr=0.1; run 200 epochs")
        self.assertLess(self.session["loss"], 1e-3)
        numpy.testing.assert_array_equal(numpy.ravel(self.session["y"]), y)
        with self.assertRaisesRegex(descent.DescentError, "x has 50 examples, y has 49"):
            self.session.put(x, y[1:])
        self.session.put([[1, 2], [3, 4], [5, 6]], ["a", "b", "a"])

    def test_help_counts_code_points(self) -> None:
        self.session.run("surface rosenbrock; optimizer adam; step")
        self.assertEqual(self.session.complete("print θ + m_h"), (["m_hat"], 10, 13))
        found = self.session.inspect("print m_hat", 9)
        assert found is not None
        self.assertIn("corrected for its start", found[0])
        self.assertIsNone(self.session.inspect("qqq"))
        self.assertEqual(self.session.is_complete("define rule x"), ("incomplete", "  "))

    def test_an_interrupt_keeps_the_work(self) -> None:
        self.session.run("surface rosenbrock; optimizer adam lr=1e-6")
        begun = threading.Event()
        timer = threading.Thread(target=lambda: (begun.wait(), self.session.interrupt()))
        timer.start()
        result = self.session.execute("run 1000000000", lambda event: begun.set())
        timer.join()
        self.assertEqual(result.status, "interrupted")
        self.assertGreater(self.session["t"], 0)

    def test_a_killed_program_leaves_a_sentence_and_its_journal(self) -> None:
        self.session.run("surface bowl; step 7")
        os.kill(self.session.pid, signal.SIGKILL)
        with self.assertRaisesRegex(descent.Ended, "SIGKILL.*'journal restore'"):
            self.session.run("step")
        with descent.Session() as again:
            self.assertIn("journal restore", " ".join(again.notice.split()))
            again.run("journal restore")
            self.assertEqual(again["t"], 7)

    def test_a_missing_program_says_how_to_install_it(self) -> None:
        with self.assertRaisesRegex(descent.Ended, "install the wheel"):
            descent.Session("/nowhere/descent")

    def test_an_unused_session_is_ended(self) -> None:
        session = descent.Session()
        session.run("surface bowl; step")
        process = session._process
        del session
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertIsNotNone(process.poll())
        with descent.Session() as again:
            self.assertEqual(again.notice, "")


if __name__ == "__main__":
    unittest.main()
