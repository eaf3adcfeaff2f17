"""What the checks of the live page share: the program at a terminal, and a browser."""

import fcntl
import os
import pty
import re
import signal
import struct
import termios
import threading
import time

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

PATIENCE = 60
failures = []


def check(holds, words):
    print(("ok    " if holds else "WRONG ") + words, flush=True)
    if not holds:
        failures.append(words)


def until(question, words, patience=PATIENCE):
    """Waits until something holds."""
    end = time.time() + patience
    while time.time() < end:
        answer = question()
        if answer:
            return answer
        time.sleep(0.005)
    raise SystemExit(f"never: {words}")


class Shell:
    """The program at a terminal."""

    def __init__(self, program, home):
        environment = dict(
            HOME=home, PATH=os.environ["PATH"], TERM="xterm", LANG="C.UTF-8", NO_COLOR="1")
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(home)
            os.execve(program, [program], environment)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
        self.text = ""
        threading.Thread(target=self.read, daemon=True).start()
        until(lambda: "descent> " in self.text, "the prompt")

    def read(self):
        while True:
            try:
                some = os.read(self.terminal, 65536)
            except OSError:
                return
            if not some:
                return
            plain = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", some)
            self.text += plain.decode("utf-8", "replace").replace("\r", "")

    def type(self, line):
        """Types a line and waits for the next prompt."""
        self.text = ""
        os.write(self.terminal, (line + "\n").encode())
        until(lambda: re.search(r"\n[^\n]*> $", self.text), f"a prompt after {line}")
        return self.text

    def end(self):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.terminal)


def browser():
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for word in ["--headless=new", "--no-sandbox", "--hide-scrollbars", "--disable-dev-shm-usage"]:
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))


def resize(driver, width, height):
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        dict(width=width, height=height, deviceScaleFactor=1, mobile=False))


def js(driver, text, *arguments):
    return driver.execute_script(text, *arguments)


def settled(driver, t):
    """Waits until the page shows update t and plays nothing."""
    until(lambda: js(driver, "return app.status.t === arguments[0] && app.t === arguments[0] && !app.playing",
                     t), f"the page at t {t}")
