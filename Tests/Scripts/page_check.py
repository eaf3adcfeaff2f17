#!/usr/bin/env python3
"""Proves the live page in a headless Chromium, with figures.

    page_check.py PROGRAM [FOLDER FOR SCREENSHOTS]

It needs Debian's chromium and chromium-driver, and PyPI's selenium and axe-playwright-python (which
carries axe.min.js). It drives PROGRAM at a pseudo-terminal with a scratch home, opens its page, and ends
with 1 where something is not as it should be.
"""

import http.client
import json
import os
import pathlib
import random
import re
import socket
import statistics
import sys
import tempfile
import time

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from page_driver import Shell, browser, check, failures, js, resize, settled, until


def request(port, method, path, headers, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    status = connection.getresponse().status
    connection.close()
    return status


def number(text):
    return float(text.replace("\u2212", "-").replace("+", ""))


def prove(program, shots):
    home = tempfile.mkdtemp(prefix="descent-page.")
    shell = Shell(program, home)
    shell.type("surface rosenbrock; optimizer adam lr=0.1")
    link = re.search(r"http://\S+", shell.type("view")).group()
    port = int(re.search(r":(\d+)/", link).group(1))
    secret = link.split("token=")[1]
    driver = browser()
    resize(driver, 1280, 800)
    driver.get(link)
    settled(driver, 0)
    check("token" not in driver.current_url, "the secret does not stay in the address")
    check(driver.find_element(By.ID, "link").text == "follows the shell", "the page follows the shell")

    # Gestures are commands.
    figure = driver.find_element(By.CSS_SELECTOR, "#surfacefigure svg")
    ActionChains(driver).move_to_element_with_offset(figure, -100, -60).perform()
    until(lambda: "at=" in driver.find_element(By.ID, "preview").text, "what a click would type")
    named = driver.find_element(By.ID, "preview").text.split("   ")[0]
    until(lambda: "\u2207L" in driver.find_element(By.CSS_SELECTOR, "#surfacefigure").text, "the pointer's numbers")
    ActionChains(driver).click().perform()
    until(lambda: f"{named}   # page: click on the surface" in shell.text, "the click in the shell")
    start = [float(x) for x in named.split("at=")[1].split(",")]
    until(lambda: js(driver, "return app.status.theta") == start, "the start")
    check(True, f"a click on the surface is one command: {named}")
    body = driver.find_element(By.TAG_NAME, "body")
    for key, t in [(Keys.ARROW_RIGHT, 1), (Keys.ARROW_RIGHT, 2), (Keys.ARROW_LEFT, 1), (" ", 501)]:
        body.send_keys(key)
        settled(driver, t)
    check("run 500   # page: key space" in shell.text, "arrows step and step back, space runs")
    slider = driver.find_element(By.ID, "slider")
    slider.send_keys(Keys.ARROW_LEFT)
    settled(driver, 500)
    check("goto 500   # page: drag of the slider" in shell.text, "the slider goes to a t")
    # At once: the row is drawn again when its curves have come.
    js(driver, "document.querySelector(\"[data-key='row delta']\").click()")
    until(lambda: "explain delta   # page: click on \u0394\u03b8" in shell.text, "explain in the shell")
    result = until(lambda: js(driver, "return document.querySelector('tr.detail .result')?.textContent"), "the row's result")
    check(abs(number(result) - js(driver, "return app.rows.find(r => r.name === 'delta').parts[0].value")) < 1e-3 * abs(number(result)),
          f"a row opens its explain: {result}")

    # A line half typed in the shell stays.
    os.write(shell.terminal, b"print 40 +")
    until(lambda: shell.text.endswith("print 40 +"), "the half line")
    driver.find_element(By.TAG_NAME, "h1").click()
    body.send_keys(Keys.ARROW_RIGHT)
    settled(driver, 501)
    until(lambda: shell.text.endswith("print 40 +"), "the half line again")
    check("42" in shell.type(" 2"), "what is typed in the shell is not lost by a command of the page")

    latency(driver, shell, "surface")
    drag(driver, shell)
    branches(driver, shell)
    over_time(driver, shell)
    in_words(driver, shell)

    # Both sides, at random.
    draw = random.Random(16)
    lines = ["step", "back", "step 3", "goto 5", "run 7", "switch main", "optimizer adam lr=0.05", "step 2",
             "optimizer momentum lr=0.0005", "explain delta", "fork a", "switch a", "run 20 until loss < 1e-9"]
    for k in range(1000):
        line = draw.choice(lines)
        if draw.random() < 0.5:
            shell.type(line)
        else:
            done = shell.text.count("# page: random")
            shell.text = ""
            js(driver, "command(arguments[0], 'random')", line)
            until(lambda: re.search(r"# page: random[^>]*\n(.|\n)*> $", shell.text), f"{line} of the page")
        if k % 100 == 99:
            same(driver, shell, k + 1)

    # Attacks.
    own = {"Host": f"127.0.0.1:{port}", "Cookie": f"descent-{port}={secret}", "Origin": f"http://127.0.0.1:{port}"}
    t = js(driver, "return app.status.t")
    for words, change, method, path, expected in [
        ("another Host", {"Host": "evil.example"}, "POST", "/command", 403),
        ("Host with another port", {"Host": "127.0.0.1:1"}, "GET", "/look?q=status", 403),
        ("another Origin", {"Origin": "http://evil.example"}, "POST", "/command", 403),
        ("Origin null", {"Origin": "null"}, "POST", "/command", 403),
        ("no Origin", {"Origin": None}, "POST", "/command", 403),
        ("no cookie", {"Cookie": None}, "POST", "/command", 401),
        ("a wrong cookie", {"Cookie": f"descent-{port}={'0' * 48}"}, "GET", "/look?q=status", 401),
        ("a wrong token", {"Cookie": None}, "GET", "/?token=" + "0" * 48, 401),
        ("no token", {"Cookie": None}, "GET", "/", 401),
        ("a path upwards", {}, "GET", "/../../etc/passwd", 404),
        ("PUT", {}, "PUT", "/command", 405),
        ("DELETE", {}, "DELETE", "/", 405),
        ("OPTIONS", {}, "OPTIONS", "/command", 405),
        ("events without a cookie", {"Cookie": None}, "GET", "/events", 401),
    ]:
        headers = {name: value for name, value in {**own, **change}.items() if value is not None}
        status = request(port, method, path, headers, b"attack\nstep" if method != "GET" else None)
        check(status == expected, f"{words}: {status}")
    slow_and_large(port, own)
    check(js(driver, "return app.status.t") == t, "the attacks changed nothing")
    trust_and_stop(driver, shell, home)
    t = js(driver, "return app.status.t")

    # Two pages and a share.
    driver.switch_to.new_window("window")
    resize(driver, 1280, 800)
    driver.get(link)
    second = driver.current_window_handle
    until(lambda: js(driver, "return app.status.t") == t, "the second page")
    shared = re.search(r"http://\S+", shell.type("view share 127.0.0.1")).group()
    shell.type("step")
    until(lambda: js(driver, "return app.status.t") == t + 1, "the step in the second page")
    driver.get(shared)
    until(lambda: js(driver, "return app.status.t") == t + 1, "the shared page")
    until(lambda: "read only" in driver.find_element(By.ID, "link").text, "read only")
    check(all(not b.is_enabled() for b in driver.find_elements(By.CSS_SELECTOR, "#transport button")),
          "a shared page is for reading alone")
    shell.type("step")
    until(lambda: js(driver, "return app.status.t") == t + 2, "the step in the shared page")
    driver.close()
    driver.switch_to.window([w for w in driver.window_handles if w != second][0])
    until(lambda: js(driver, "return app.status.t") == t + 2, "the step in the first page")
    check(True, "two pages and a shared one follow")

    # Frames while a run plays, and a long course.
    shell.type("reset")
    settled(driver, 0)
    js(driver, """window.frames_ = []; const tick = now => { if (app.playing) frames_.push(now); requestAnimationFrame(tick); };
        requestAnimationFrame(tick);""")
    body = driver.find_element(By.TAG_NAME, "body")
    driver.find_element(By.TAG_NAME, "h1").click()
    body.send_keys(" ")
    settled(driver, 500)
    frames = js(driver, "return frames_")
    rate = 1000 * (len(frames) - 1) / max(frames[-1] - frames[0], 1) if len(frames) > 1 else 0
    print(f"      {rate:.0f} frames a second while a run plays")
    check(rate > 55, "60 frames a second")
    shell.type("run 99500")
    settled(driver, 100000)
    times = js(driver, """const times = [], slider = document.getElementById('slider');
        for (let k = 0; k < 1000; k++) { const begin = performance.now(); show(Math.round(k * 100.1)); times.push(performance.now() - begin); }
        show(app.status.t); return times;""")
    times.sort()
    print(f"      a scrub among 100,000 updates: median {times[500]:.1f} ms, 99th percentile {times[990]:.1f} ms")
    check(times[990] < 17, "100,000 updates scrub at 60 frames a second")

    race(driver, shell)
    pressed(driver, shell)

    markup(driver, shell, home, draw)

    # A unit's numbers.
    shell.type("data moons n=200 noise=0.2 split=0.7,0.15,0.15; network 2-8:relu-8:maxout2-1:sigmoid")
    shell.type("dropout drop=0.5; batch 16; optimizer adam lr=0.01; run 60 epochs")
    until(lambda: js(driver, "return app.answers && app.status.t > 3 && !app.playing && app.subnets && !document.querySelector('.busy')"), "the trained network")
    kept = js(driver, "return app.layers.mask[0].findIndex(bit => bit === 1)")
    driver.find_element(By.CSS_SELECTOR, f"[data-key='unit 1 {kept}']").send_keys(Keys.ENTER)
    until(lambda: len(driver.find_elements(By.CSS_SELECTOR, "#unitpanel .result")) == 3, "the unit's numbers")
    until(lambda: f"explain unit 1 {kept}   # page: click on unit {kept}" in shell.text, "one command for a unit")
    shown = [r.text for r in driver.find_elements(By.CSS_SELECTOR, "#unitpanel .result")]
    z = js(driver, "return app.layers.z[0][arguments[0]]", kept)
    check(abs(number(shown[0]) - z) < 1e-3 * max(abs(z), 1e-3), f"a unit's z, a and delta by one command: {shown}")
    network_gestures(driver, shell)
    latency(driver, shell, "network")

    if shots:
        screens(driver, shots, kept)
    accessible(driver)

    lesson(driver, shell, shots)

    # The program ends and comes back.
    shell.end()
    until(lambda: driver.find_element(By.ID, "link").text == "program ended, waiting", "the end in the page")
    check(all(not b.is_enabled() for b in driver.find_elements(By.CSS_SELECTOR, "#transport button")),
          "a page whose program has ended says so")
    shell = Shell(program, home)
    shell.type("surface bowl")
    shell.type("view")
    until(lambda: driver.find_element(By.ID, "link").text == "follows the shell", "the page again")
    until(lambda: js(driver, "return app.status.surface") == "bowl", "the new session in the old page")
    check(True, "and follows the next program")

    # The page with its data.
    shell.type("surface rosenbrock; optimizer adam lr=0.1; run 300; export html run.html")
    driver.get("file://" + home + "/run.html")
    until(lambda: js(driver, "return app.status.t") == 300, "the record")
    body = driver.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.ARROW_LEFT)
    until(lambda: js(driver, "return app.t") == 299, "a step back in the record")
    theta = js(driver, "return app.rows.find(r => r.name === 'theta').parts.map(p => p.value)")
    lines = js(driver, "return app.rows.filter(r => r.name !== 'eta').flatMap(r => r.parts.map(p => p.numbers))")
    check(all(lines), f"each row of a record has its line of numbers: {lines[-1]}")
    shell.type("goto 299")
    check(re.search(re.escape(f"{theta[0]:.4g}".replace("-", "\u2212")), shell.type("print theta[0]")) is not None,
          f"export html steps without the program: \u03b8 {theta}")
    errors = [e["message"] for e in driver.get_log("browser")
              if e["level"] == "SEVERE" and not re.search(r"ERR_CONNECTION_REFUSED|ERR_INCOMPLETE|ERR_EMPTY", e["message"])]
    check(not errors, f"no error in the browser {errors[:3]}")
    if shots:
        driver.save_screenshot(f"{shots}/record.png")
    shell.end()
    driver.quit()


def latency(driver, shell, what):
    """From a step typed to its picture."""
    js(driver, """window.seen = {}; window.watching?.disconnect(); window.watching = new MutationObserver(() => { const t = app.t; if (!(t in seen)) seen[t] = Date.now(); });
        watching.observe(document.getElementById('where'), { childList: true, subtree: true, characterData: true });""")
    times, first = [], js(driver, "return app.status.t")
    for k in range(1, 101):
        before = time.time()
        os.write(shell.terminal, b"step\n")
        until(lambda: js(driver, "return seen[arguments[0]]", first + k), "the step in the page")
        times.append(js(driver, "return seen[arguments[0]]", first + k) - 1000 * before)
        time.sleep(0.02)
    times.sort()
    print(f"      step typed to picture, {what}: median {statistics.median(times):.0f} ms, 95th percentile {times[94]:.0f} ms, load {os.getloadavg()[0]:.1f}")
    check(times[94] < 50, f"step typed to picture ({what}) takes less than 50 ms at the 95th percentile")
    settled(driver, first + 100)


def drag(driver, shell):
    """A drag of the start re-runs from where it is let go, as one command."""
    shell.type("surface rosenbrock at=-1.2,1; run 40")
    settled(driver, 40)
    center = lambda: js(driver, "const r = document.querySelector('#surfacefigure .start').getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]")
    x, y = center()
    shell.text = ""
    actions = ActionChains(driver)
    actions.w3c_actions.pointer_action.move_to_location(round(x), round(y)).pointer_down()
    for k in range(1, 6):
        actions.w3c_actions.pointer_action.move_to_location(round(x) + 12 * k, round(y) - 6 * k)
    actions.w3c_actions.pointer_action.pause(0.2)
    actions.perform()
    named = until(lambda: re.match(r"surface rosenbrock at=\S+; run 40", driver.find_element(By.ID, "preview").text), "what the drag would type").group()
    actions = ActionChains(driver)
    actions.w3c_actions.pointer_action.pointer_up()
    actions.perform()
    until(lambda: f"{named}   # page: drag of the start" in shell.text, "the drag in the shell")
    start = [float(v) for v in re.search(r"at=(\S+);", named).group(1).split(",")]
    until(lambda: js(driver, "return [current().theta[0][0], current().theta[1][0]]") == start, "the start in the page")
    settled(driver, 40)
    check(True, f"a drag of the start is one command: {named}")
    moved = center()
    check(abs(moved[0] - x - 60) < 3 and abs(moved[1] - y + 30) < 3, "the start is where it was let go")
    # Beyond the frame it stays at the edge.
    x, y = moved
    shell.text = ""
    actions = ActionChains(driver)
    actions.w3c_actions.pointer_action.move_to_location(round(x), round(y)).pointer_down().move_to_location(2, round(y)).move_to_location(1, round(y)).pointer_up()
    actions.perform()
    until(lambda: re.search(r"at=-2,\S+; run 40   # page: drag of the start", shell.text), "the drag to the edge")
    until(lambda: js(driver, "return current().theta[0][0]") == -2, "the start at the edge")
    settled(driver, 40)
    check(True, "a start that is dragged too far stays at the edge")


def branches(driver, shell):
    """A row of the branches' table switches."""
    shell.type("surface rosenbrock; optimizer adam lr=0.1; run 30; fork slow; switch slow; optimizer lr=0.01; run 20")
    settled(driver, 50)
    rows = lambda: [[cell.text for cell in row.find_elements(By.CSS_SELECTOR, "td")] for row in driver.find_elements(By.CSS_SELECTOR, "#why table tbody tr") if row.find_elements(By.CSS_SELECTOR, "[data-key^='branch ']") or "current" in row.get_attribute("class")]
    told = until(lambda: len(rows()) == 2 and rows(), "the branches' table")
    check([row[1] for row in told] == ["main", "slow"] and told[0][3] == "30" and told[1][2] == "30" and told[1][3] == "50", f"the branches' table: {told}")
    shell.text = ""
    driver.find_element(By.CSS_SELECTOR, "[data-key='branch main']").click()
    until(lambda: "switch main   # page: click on a branch" in shell.text, "the switch")
    settled(driver, 30)
    until(lambda: driver.find_elements(By.CSS_SELECTOR, "[data-key='branch slow']"), "the other branch")
    check(js(driver, "return current().name") == "main", "a row of the branches' table switches")


def over_time(driver, shell):
    """Any quantity over t."""
    for expression in ["norm(grad)", "m_hat[0]/(sqrt(v_hat[0]) + eps)"]:
        field = driver.find_element(By.ID, "quantity")
        field.clear()
        shell.text = ""
        field.send_keys(expression + Keys.ENTER)
        until(lambda: f"plot {expression}   # page: field over t" in shell.text, f"plot {expression}")
        until(lambda: js(driver, "return app.quantityData?.[0]?.name") == expression and driver.find_elements(By.CSS_SELECTOR, "#quantityfigure path"), "its curve")
        until(lambda: re.search(r"> $", shell.text), "the prompt")
        shown = js(driver, "return fmt(app.quantityData[0].values[app.quantityData[0].values.length - 1])")
        said = shell.type(f"print {expression}")
        check(shown in said.replace("-", "\u2212"), f"{expression} over t ends at {shown}")
    field = driver.find_element(By.ID, "quantity")
    field.clear()
    field.send_keys("nothing + 1" + Keys.ENTER)
    until(lambda: "nothing" in js(driver, "return document.getElementById('quantitynote')?.textContent ?? ''"), "what is wrong with it")
    check(True, "what is no quantity is told beside the field")
    driver.find_element(By.ID, "quantity").clear()
    js(driver, "choose('')")
    driver.find_element(By.TAG_NAME, "h1").click()


def in_words(driver, shell):
    """A screen reader hears what `plot ... describe` says."""
    for picture in ["surface", "loss"]:
        said = until(lambda: js(driver, "return document.getElementById(arguments[0])?.textContent", f"words-{picture}"), f"{picture} in words")
        typed = "".join(shell.type(f"plot {picture} describe").split("describe\n", 1)[1].split())
        first = said.split("\n")[0]
        check("".join(first.split()) in typed, f"{picture} for a screen reader: {first}")
        check(js(driver, "return !!document.querySelector(`svg[aria-describedby=words-${arguments[0]}]`)", picture), f"the picture of the {picture} refers to it")


def markup(driver, shell, home, draw):
    """Markup in the names of surfaces, data, files, columns and classes is text, in the page and in a record."""
    strange, script, entity = "<img src=x onerror=window.hurt=1>", "<script>window.hurt=1</script>", "&amp;'b'"
    pathlib.Path(home, f"{strange}.csv").write_text(f'"{strange}","{entity}","{script}"\n' + "".join(
        f"{draw.random():.4f},{draw.random():.4f},{['<b>one</b>', '&lt;two'][k % 2]}\n" for k in range(40)))
    unhurt = lambda: js(driver, "return window.hurt === undefined && document.querySelectorAll('main img, main b > b, main script').length === 0")
    shell.type(f'surface line data="{strange}.csv" x="{strange}" y="{entity}"; optimizer gd lr=0.01; run 5')
    settled(driver, 5)
    time.sleep(0.6)
    figure = driver.find_element(By.CSS_SELECTOR, "#surfacefigure svg")
    ActionChains(driver).move_to_element_with_offset(figure, -90, -50).perform()
    until(lambda: strange in driver.find_element(By.ID, "preview").text, "the names in what a click would type")
    check(unhurt(), "markup in the names that a surface is set up with is text")
    shell.type('surface "x^2 + if(y < 1, y^2, 1)"; step 3')
    settled(driver, 3)
    check(unhurt() and "<" in driver.find_element(By.CSS_SELECTOR, "#space .head").text, "a formula with < is text")
    shell.type(f'surface line data="{strange}.csv" x="{strange}" y="{entity}"; optimizer gd lr=0.01; run 5; export html strange.html')
    first = driver.current_window_handle
    driver.switch_to.new_window("tab")
    driver.get(f"file://{home}/strange.html")
    until(lambda: js(driver, "return app.status.t") == 5, "the record")
    check(unhurt() and strange in js(driver, "return app.surface.set"), "markup in a record's names is text")
    driver.close()
    driver.switch_to.window(first)
    shell.type(f'data "{strange}.csv" target="{script}"; network 2-3-1; step 3')
    until(lambda: js(driver, "return app.view === 'network' && app.layers.W && app.layers.W[0] && app.status.t === 3"), "the network")
    until(lambda: js(driver, "return app.answers && app.t === 3"), "its answers")
    shell.type("fork b")
    until(lambda: js(driver, "return app.course.length === 2"), "the branch")
    time.sleep(0.6)
    shown = driver.find_element(By.ID, "space").text
    check(unhurt() and "<b>one" in shown and "<img src=x" in shown, "markup in the names of data, columns and classes is text")


def network_gestures(driver, shell):
    """A weight, a mask bit and a point of the boundary, each one command."""
    js(driver, "document.querySelector('.matrix td[style]').click()")
    until(lambda: "# page: click on W1[0,0]" in shell.text, "a weight's explain")
    until(lambda: js(driver, "return app.weight?.answer?.explanations?.length") == 1, "a weight's numbers")
    shell.text = ""
    # By the page itself: a step that comes meanwhile draws the bits anew.
    js(driver, "document.querySelector(\".bits [data-key^='bit 1 ']\").click()")
    until(lambda: re.search(r"subnets x=\S+ mask=[01,]+   # page: click on a mask bit", shell.text), "the subnetwork")
    until(lambda: js(driver, "return typeof app.chosenSubnet") == "number", "the subnetwork's output")
    output = js(driver, "return fmt(app.chosenSubnet)")
    check(driver.find_element(By.ID, "chosensubnet").text == output, f"a mask bit shows its subnetwork and output: {output}")
    area = driver.find_element(By.CSS_SELECTOR, "#space svg g.area > rect")
    ActionChains(driver).move_to_element_with_offset(area, 30, 20).pause(0.1).click().perform()
    until(lambda: re.search(r"predict x=\S+   # page: click on the boundary", shell.text), "the point forward")
    until(lambda: driver.find_elements(By.CSS_SELECTOR, "#predictedpanel .result:not(.quiet)"), "its class")
    shown = driver.find_element(By.CSS_SELECTOR, "#predictedpanel .result").text
    said = js(driver, "return `class ${app.predicted.class}, confidence ${fmt(app.predicted.confidence)}`")
    rows = len(driver.find_elements(By.CSS_SELECTOR, "#predictedpanel tbody tr"))
    check(shown == said and rows == js(driver, "return app.network.layers.reduce((n, l) => n + l.units, 0)"),
          f"a point of the boundary runs forward: {shown}, {rows} units")
    driver.find_element(By.TAG_NAME, "body").send_keys(Keys.ESCAPE)
    until(lambda: js(driver, "return app.predicted === null"), "the end of it")


def race(driver, shell):
    """A race plays at the screen's rate, pauses and ends."""
    shell.type("surface rosenbrock; optimizer adam lr=0.1; race gd adam momentum nesterov rmsprop adagrad lr=0.001")
    until(lambda: js(driver, "return app.shownRace && raceView.svgs && raceView.share > 0"), "the race")
    times = driver.execute_async_script("""const done = arguments[0], times = []; const tick = now => { times.push(now); times.length < 241 ? requestAnimationFrame(tick) : done(times); };
        requestAnimationFrame(tick);""")
    gaps = sorted(b - a for a, b in zip(times, times[1:]))
    print(f"      a race of 2 x 6 rules plays at {240000 / (times[-1] - times[0]):.0f} frames a second; the longest of 95 % {gaps[227]:.1f} ms, load {os.getloadavg()[0]:.1f}")
    check(240000 / (times[-1] - times[0]) > 55, "a race plays at 60 frames a second")
    js(driver, "raceView.start()")
    time.sleep(0.5)
    body = driver.find_element(By.TAG_NAME, "body")
    body.send_keys(" ")
    share = js(driver, "return raceView.share")
    time.sleep(0.3)
    check(js(driver, "return raceView.share") == share and 0 < share < 1, "space pauses a race")
    body.send_keys(Keys.ESCAPE)
    until(lambda: js(driver, "return !app.shownRace && !!document.getElementById('surfacefigure')"), "the surface again")


def pressed(driver, shell):
    """What is pressed when an answer arrives is clicked all the same."""
    shell.type("step")
    t = int(re.search(r"t=(\d+) > $", shell.text).group(1))
    settled(driver, t)
    row = driver.find_element(By.CSS_SELECTOR, "[data-key='row v']")
    shell.text = ""
    ActionChains(driver).click_and_hold(row).perform()
    shell.type("step")
    until(lambda: js(driver, "return app.status.t") == t + 1, "the step meanwhile")
    time.sleep(0.3)
    ActionChains(driver).release().perform()
    until(lambda: "explain v   # page: click on v" in shell.text, "the click")
    until(lambda: driver.find_elements(By.CSS_SELECTOR, "tr.detail .result"), "the row")
    check(True, "a click on a row while a step comes is not lost")


def trust_and_stop(driver, shell, home):
    """What a page may do, and ^C from it."""
    shell.text = ""
    js(driver, "command('save kept', 'test')")
    until(lambda: "is for the shell" in shell.text, "a refusal")
    check(not os.path.exists(f"{home}/kept"), "a page writes no file")
    shell.type("view trust")
    js(driver, "command('save kept', 'test')")
    until(lambda: os.path.exists(f"{home}/kept"), "the file")
    shell.type("view trust no")
    check(True, "'view trust' lets it")
    # A log is written for what a page trains, too.
    shell.type("log tensorboard board every=1")
    js(driver, "command('step 3', 'test')")
    until(lambda: any(files for _, _, files in os.walk(f"{home}/board")), "the log of a page's steps")
    shell.type("log none")
    shell.text = ""
    js(driver, "command('run 1000000 until loss < -1', 'test')")
    until(lambda: driver.find_element(By.ID, "link").text == "shell is busy", "a busy shell")
    before = time.time()
    driver.find_element(By.CSS_SELECTOR, "[data-key='run']").click()
    until(lambda: driver.find_element(By.ID, "link").text == "follows the shell", "the stop")
    check(time.time() - before < 5, f"stop in the page is ^C in the shell: {time.time() - before:.2f} s")
    until(lambda: re.search(r"> $", shell.text), "the prompt")
    shell.type("goto 5")
    settled(driver, 5)


def slow_and_large(port, own):
    """Requests that never end, or are too large, keep nobody out."""
    friend = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    friend.request("GET", "/page.css", headers=own)
    friend.getresponse().read()
    slow = []
    for _ in range(250):
        one = socket.create_connection(("127.0.0.1", port))
        one.send(b"GET / HTTP/1.1\r\nHost: 127")
        slow.append(one)
    check(request(port, "GET", "/page.css", own) == 200, "250 unfinished requests keep nobody out")
    # On the socket that there is, without asking for another.
    friend.sock.sendall(("GET /page.css HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in own.items()) + "\r\n").encode())
    check(friend.sock.recv(12) == b"HTTP/1.1 200", "nor end a connection that was let in")
    friend.close()
    end = time.time() + 20
    slow[-1].settimeout(20)
    try:
        closed = slow[-1].recv(10) == b""
    except OSError:
        closed = True
    check(closed and time.time() < end, "an unfinished request is given up")
    for one in slow:
        one.close()
    for words, headers, method, body, expected in [
        ("a head of 40 kB", {"X": "y" * 40000}, "GET", None, 413),
        ("a body of 70 kB", {}, "POST", b"x" * 70000, 413),
        ("two lengths", {"Content-length": "3"}, "POST", b"abcd", 400),
        ("chunks", {"Transfer-Encoding": "chunked"}, "POST", b"0", 400),
    ]:
        try:
            status = request(port, method, "/command" if body else "/", {**own, **headers}, body)
        except (ConnectionError, http.client.HTTPException):
            status = 0
        check(status == expected, f"{words}: {status or 'closed'}")


def lesson(driver, shell, shots):
    """A lesson is a page: its text, options as buttons, a field, what is said to an answer."""
    shell.type("lesson 4")
    until(lambda: js(driver, "return app.view === 'lesson' && !!app.lesson"), "the lesson")
    article = driver.find_element(By.CSS_SELECTOR, "article.lesson")
    check("zig-zag" in article.find_element(By.CSS_SELECTOR, "h2.title").text and len(article.find_elements(By.CSS_SELECTOR, "p")) > 2, "a lesson's text is set as a page")
    kinds, seen = set(), 0
    for _ in range(60):
        state = js(driver, "return { phase: app.lesson?.phase, asks: !!app.lesson?.asks_name, options: app.lesson?.question?.options.length ?? 0, several: !!app.lesson?.question?.several, commands: !!app.lesson?.question?.by_commands, key: JSON.stringify([app.lesson, app.version]) }")
        if state["phase"] in (None, "finished") or seen >= 6:
            break
        if state["phase"] != "asking" or state["asks"]:
            driver.find_element(By.CSS_SELECTOR, "[data-key='word next']").click()
        elif state["options"] and not state["several"] and "option" not in kinds:
            driver.find_element(By.CSS_SELECTOR, "[data-key='option 1']").click()
            kinds.add("option")
        elif not state["commands"] and not state["options"] and "field" not in kinds:
            driver.find_element(By.ID, "answer").send_keys("12345" + Keys.ENTER)
            kinds.add("field")
        else:
            driver.find_element(By.CSS_SELECTOR, "[data-key='word skip']").click()
            seen += 1
        until(lambda: js(driver, "return JSON.stringify([app.lesson, app.version])") != state["key"], f"the lesson after {state['phase']}")
        if len(kinds) and js(driver, "return app.lesson?.said.length"):
            kinds.add("said" if driver.find_elements(By.CSS_SELECTOR, ".said p") else "unsaid")
    check(kinds >= {"field", "said"}, f"its questions are answered there: {sorted(kinds)}")
    if shots:
        driver.save_screenshot(f"{shots}/lesson.png")
    os.write(shell.terminal, b"quit\n")
    until(lambda: js(driver, "return !app.lesson && app.view !== 'lesson'"), "the end of the lesson")
    until(lambda: re.search(r"\n[^\n]*> $", shell.text) and "lesson" not in shell.text.split("\n")[-1], "the session's prompt")


def same(driver, shell, count):
    """The page's text is the session's state."""
    t = int(re.search(r"t=(\d+) > $", shell.text).group(1))
    settled(driver, t)
    theta = json.loads("[" + re.search(r"\[?\(?(\S+, \S+?)\)?\]?\n", shell.type("set digits 17; print theta").replace("\u2212", "-")
                                       .split("print theta\n")[1]).group(1).strip("()[]") + "]")
    shell.type("set digits 4")
    until(lambda: js(driver, "return app.status.theta") == theta, f"theta {theta} in the page")
    if t > 0:
        until(lambda: js(driver, """const row = document.querySelector("[data-key='row theta']");
            return row && [...row.closest('tr').querySelectorAll('.dec')].map(n => n.textContent).join() === arguments[0].map(v => fmt(v)).join()""",
                         theta), "theta in the table")
    print(f"      after {count} commands: t {t}, \u03b8 {theta} in shell and page", flush=True)


def screens(driver, folder, kept):
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    for width, height, theme, size in [(1280, 800, "light", "normal"), (1280, 800, "dark", "normal"),
                                       (390, 844, "light", "normal"), (1920, 1080, "light", "large")]:
        resize(driver, width, height)
        js(driver, "store.set('theme', arguments[0]); store.set('size', arguments[1]); dress(); render()", theme, size)
        time.sleep(0.5)
        driver.save_screenshot(f"{folder}/network-{width}-{theme}.png")


def accessible(driver):
    import axe_playwright_python
    found = [p for p in pathlib.Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")]
    axe = found[0].read_text()
    count = 0
    for width, height, theme, size in [(1280, 800, "light", "normal"), (1280, 800, "dark", "normal"),
                                       (390, 844, "light", "normal"), (1920, 1080, "dark", "large")]:
        resize(driver, width, height)
        js(driver, "store.set('theme', arguments[0]); store.set('size', arguments[1]); dress(); render()", theme, size)
        for view in ["surface", "network", "quantities", "subnets", "lesson"]:
            js(driver, "go(arguments[0])", view)
            time.sleep(0.3)
            js(driver, axe)
            found = driver.execute_async_script(
                "axe.run().then(r => arguments[0](r.violations.map(v => `${v.id}: ${v.nodes[0].html.slice(0, 120)}`)))"
                .replace("arguments[0](", "done(").replace("axe.run()", "const done = arguments[0]; axe.run()"))
            for one in found:
                print(f"      axe, {view} at {width} {theme}: {one}")
            count += len(found)
    resize(driver, 1280, 800)
    check(count == 0, "axe-core finds no violation in five views at four sizes")


prove(os.path.abspath(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
print(f"{len(failures)} wrong")
sys.exit(1 if failures else 0)
