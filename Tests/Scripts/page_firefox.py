#!/usr/bin/env python3
"""Drives the live page in a headless Firefox, by Marionette.

    page_firefox.py PROGRAM [FOLDER FOR SCREENSHOTS]

It needs Debian's firefox-esr, and PyPI's marionette_driver and selenium (for what it shares with
page_check.py).
"""

import base64
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time

from marionette_driver import By
from marionette_driver.keys import Keys
from marionette_driver.marionette import ActionSequence, Marionette

from page_driver import Shell, check, failures, until


def firefox(home):
    """A Firefox with a scratch profile, and its driver."""
    free = socket.socket()
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    profile = pathlib.Path(home, "profile")
    profile.mkdir()
    (profile / "user.js").write_text(f'user_pref("marionette.port", {port});\n')
    process = subprocess.Popen(
        ["firefox-esr", "--headless", "--marionette", "--no-remote", "--profile", str(profile),
         "--width", "1280", "--height", "800"],
        env={**os.environ, "HOME": home}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = Marionette(host="127.0.0.1", port=port)
    client.raise_for_port(timeout=120)
    client.start_session()
    return process, client


def prove(program, shots):
    home = tempfile.mkdtemp(prefix="descent-firefox.")
    shell = Shell(program, home)
    shell.type("surface rosenbrock; optimizer adam lr=0.1")
    link = re.search(r"http://\S+", shell.type("view")).group()
    process, client = firefox(home)

    def shot(name):
        if shots:
            pathlib.Path(shots).mkdir(parents=True, exist_ok=True)
            pathlib.Path(shots, name).write_bytes(base64.b64decode(client.screenshot(full=False)))

    try:
        client.navigate(link)
        until(lambda: client.find_element(By.ID, "link").text == "follows the shell", "the page")
        check("token" not in client.get_url(), "the secret does not stay in the address")
        figure = until(lambda: client.find_elements(By.CSS_SELECTOR, "#surfacefigure svg"), "the picture")[0]
        box = figure.rect
        mouse = ActionSequence(client, "pointer", "mouse", {"pointerType": "mouse"})
        mouse.pointer_move(int(box["x"] + box["width"] / 2 - 100), int(box["y"] + box["height"] / 2 - 60))
        mouse.pointer_down(0).pointer_up(0).perform()
        until(lambda: "# page: click on the surface" in shell.text, "the click")
        check(True, "a click on the surface is a command")
        body = client.find_element(By.TAG_NAME, "body")
        shown = lambda: client.find_element(By.ID, "where").text
        for key, t in [(Keys.ARROW_RIGHT, 1), (Keys.ARROW_RIGHT, 2), (Keys.ARROW_LEFT, 1)]:
            body.send_keys(key)
            until(lambda: shown().endswith(f"t {t}"), f"t {t}")
        body.send_keys(" ")
        until(lambda: shown().endswith("t 501"), "the run")
        check(True, "arrows step and step back, space runs")
        slider = client.find_element(By.ID, "slider")
        slider.send_keys(Keys.ARROW_LEFT)
        until(lambda: "goto 500" in shell.text, "the slider's command")
        check(True, "the slider goes to a t")
        client.find_element(By.CSS_SELECTOR, "[data-key='row delta']").click()
        until(lambda: client.find_elements(By.CSS_SELECTOR, "tr.detail .result"), "the row")
        check("explain delta" in shell.text, "a row opens its explain")
        shot("firefox-surface.png")
        shell.type("race gd adam momentum lr=0.001")
        until(lambda: client.find_elements(By.CSS_SELECTOR, "#racefigure polyline"), "the race")
        time.sleep(2)
        shot("firefox-race.png")
        check(True, "a race plays")
        body.send_keys(Keys.ESCAPE)
        shell.type("data moons n=200 noise=0.2; network 2-8:relu-8:maxout2-1:sigmoid; dropout drop=0.5; batch 16; optimizer adam lr=0.01; run 20 epochs")
        until(lambda: client.find_elements(By.CSS_SELECTOR, "[data-key^='unit 1 ']"), "the network")
        until(lambda: shown().endswith("epoch 20"), "the run's end")
        time.sleep(1)
        client.find_element(By.CSS_SELECTOR, "[data-key='unit 1 0']").send_keys(Keys.ENTER)
        until(lambda: len(client.find_elements(By.CSS_SELECTOR, "#unitpanel .result")) == 3, "the unit's numbers")
        check("explain unit 1 0" in shell.text, "a unit's numbers")
        shot("firefox-network.png")
        shell.end()
        until(lambda: client.find_element(By.ID, "link").text == "program ended, waiting", "the end")
        shell = Shell(program, home)
        shell.type("surface bowl; view")
        until(lambda: client.find_element(By.ID, "link").text == "follows the shell", "the page again")
        check(True, "a page survives the program's end")
    finally:
        shell.end()
        client.delete_session()
        process.terminate()
        process.wait(30)


prove(os.path.abspath(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
print(f"{len(failures)} wrong")
sys.exit(1 if failures else 0)
