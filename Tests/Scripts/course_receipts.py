#!/usr/bin/env python3
"""Takes lessons at a pseudo-terminal as three students do, and writes their receipts.

    course_receipts.py PROGRAM LESSONS OUT [--only WORD]

LESSONS is a folder with the files of the lessons that the program holds: the lessons are opened by
number, so that a receipt names no path, and the files say what is asked. OUT is the folder for the
receipts. Each student takes each lesson from the first page to the last and hands in one receipt:

    ada    answers everything right at the first try
    ben    gives a wrong answer first, asks for a hint, then answers right
    cleo   asks for hints, skips every second question, plays, leaves half-way and comes back

It made the receipts of Tests/LessonsTests/Fixtures/FormerCourse, and drives the program of that time. For
the present one write the answers to a file, and take a lesson with `descent lesson N --answers FILE`.

The right numbers and commands come from a run of the same lesson by the same student in which all is
skipped; the right options and words from the lesson file. The program alone writes the receipts.
"""

import argparse
import fcntl
import os
import pathlib
import pty
import re
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\x07|\r")
PROMPT = re.compile(r"lesson [^\n]* > ?$")
QUESTIONS = ("do", "number", "predict", "choice", "text")
STUDENTS = ("ada", "ben", "cleo")


class Question:
    """What the driver needs of a question block."""

    def __init__(self, kind, lines):
        self.kind = kind
        self.answers = [line[len("answer: "):] for line in lines if line.startswith("answer: ")]
        self.options = [line for line in lines if line.startswith("- [")]
        self.right_option = next(
            (i + 1 for i, line in enumerate(self.options) if line.startswith("- [x]")), None)
        self.words = [
            word.strip() for line in lines if line.startswith("accept: ")
            for word in line[len("accept: "):].split("|")]
        self.wrongs = [
            line[len("wrong: "):].split(" -> ")[0] for line in lines if line.startswith("wrong: ")]

    def right(self, shown):
        """The lines that answer it; `shown` is what the program showed when it was skipped."""
        if self.kind == "do":
            # The file's own line where it holds no draw: a long one is folded on the screen.
            return [s if "$" in a else a for a, s in zip(self.answers, shown, strict=True)]
        if self.options:
            return [str(self.right_option)]
        if self.kind == "text":
            return [(self.answers or self.words)[0]]
        return [shown]

    def wrong(self):
        """A line that does not pass and is an answer, or None where there is only one try."""
        if self.kind == "predict":
            return None
        if self.options:
            return str(1 if self.right_option != 1 else 2)
        if self.kind == "text":
            return "banana"
        if self.kind == "do":
            return "print t"
        plain = [w for w in self.wrongs if "$" not in w and "after(" not in w]
        return plain[0] if plain else "123.456"


def questions(path):
    found = []
    fence = None
    for line in path.read_text().splitlines():
        if fence is None and line.startswith("```descent"):
            fence = (line.split()[1] if len(line.split()) > 1 else "", [])
        elif fence is not None and line.startswith("```"):
            if fence[0] in QUESTIONS:
                found.append(Question(*fence))
            fence = None
        elif fence is not None:
            fence[1].append(line)
    return found


class Terminal:
    """The program at a pseudo-terminal, in a lesson."""

    def __init__(self, program, state, lesson, student):
        environment = {
            "HOME": state, "XDG_STATE_HOME": state, "TERM": "dumb", "LANG": "C.UTF-8",
            "PATH": os.environ.get("PATH", "/usr/bin:/bin")}
        self.process, self.file = pty.fork()
        if self.process == 0:
            # So wide that no command is folded.
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 2000, 0, 0))
            os.execve(program, [program, "lesson", str(int(lesson.name[:2])), "--student", student], environment)
        self.seen = self.wait()

    def wait(self, limit=120):
        text = ""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            ready, _, _ = select.select([self.file], [], [], 0.1)
            if ready:
                try:
                    part = os.read(self.file, 65536)
                except OSError:
                    part = b""
                if not part:
                    return text
                text += ESCAPES.sub("", part.decode("utf-8", "replace"))
            elif PROMPT.search(text):
                return text
        sys.exit("no prompt within %s s: %r" % (limit, text[-500:]))

    def type(self, line):
        os.write(self.file, (line + "\n").encode())
        self.seen = self.wait()
        return self.seen

    def close(self):
        os.write(self.file, b"quit\n")
        self.wait()
        os.waitpid(self.process, 0)
        os.close(self.file)


def take(program, state, path, student, answer, pause=None):
    """One lesson to its end; `answer(terminal, index, question)` deals with each question."""
    asked = questions(path)
    terminal = Terminal(program, state, path, student)
    done = 0
    paused = False
    for _ in range(40 * len(asked) + 200):
        text = terminal.seen
        if "The end. You solved" in text:
            break
        found = re.findall(r"^(?:Question|Task) (\d+) of (\d+)", text, re.M)
        if found and int(found[-1][0]) == done + 1:
            if int(found[-1][1]) != len(asked):
                sys.exit("%s has %s questions, the driver found %d" %
                         (path.name, found[-1][1], len(asked)))
            if pause == done and not paused:
                paused = True
                terminal.close()
                terminal = Terminal(program, state, path, student)
                continue
            answer(terminal, done, asked[done])
            done += 1
            if "The end. You solved" in terminal.seen:
                break
        terminal.type("next")
    else:
        sys.exit("%s does not come to its end" % path.name)
    terminal.close()
    if done != len(asked):
        sys.exit("%s: %d of %d questions" % (path.name, done, len(asked)))


def shown_answers(program, path, student):
    """What each question's right number or commands are for this student, as `skip` shows them."""
    shown = {}

    def skip(terminal, index, question):
        text = terminal.type("skip")
        if question.kind == "do":
            shown[index] = re.findall(r"^> (.*)$", text, re.M)
            return
        found = re.search(r"(?:The answer is|It is|truth|Truth)[^\n]*?: ?([−\-+0-9.e]+)", text)
        if found:
            shown[index] = found.group(1)
        elif question.kind == "predict" and not question.options:
            shown[index] = "1"

    with tempfile.TemporaryDirectory() as state:
        take(program, state, path, student, skip)
    return shown


def as_ada(shown):
    def answer(terminal, index, question):
        for line in question.right(shown.get(index)):
            terminal.type(line)
    return answer


def as_ben(shown):
    def answer(terminal, index, question):
        wrong = question.wrong()
        if wrong:
            terminal.type(wrong)
        if question.kind != "predict":
            terminal.type("hint")
        for line in question.right(shown.get(index)):
            terminal.type(line)
    return answer


def as_cleo(shown):
    def answer(terminal, index, question):
        if index % 2 == 1:
            for line in ("hint", "hint", "skip"):
                terminal.type(line)
            return
        if index == 2:
            for line in ("play", "print t", "next"):
                terminal.type(line)
        for line in question.right(shown.get(index)):
            terminal.type(line)
    return answer


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("lessons", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--only", default="", help="lesson files whose name has this word")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    lessons = sorted(
        path.resolve() for path in options.lessons.glob("*.md")
        if path.name != "README.md" and options.only in path.name)
    options.out.mkdir(parents=True, exist_ok=True)
    ways = {"ada": as_ada, "ben": as_ben, "cleo": as_cleo}
    for student in STUDENTS:
        with tempfile.TemporaryDirectory() as state:
            for path in lessons:
                shown = shown_answers(program, path, student)
                pause = len(questions(path)) // 2 if student == "cleo" else None
                take(program, state, path, student, ways[student](shown), pause)
                print(student, path.name, flush=True)
            receipt = (options.out / (student + ".receipt")).resolve()
            subprocess.run(
                [program, "-c", "set student %s; progress export \"%s\" force=yes" % (student, receipt)],
                check=True, stdout=subprocess.DEVNULL,
                env={**os.environ, "HOME": state, "XDG_STATE_HOME": state})


if __name__ == "__main__":
    main()
