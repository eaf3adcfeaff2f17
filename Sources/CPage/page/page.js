// The live page: it shows what the session says, and every gesture is a command of the session.
// It has no numbers of its own: all come from `look`, which asks the program, or from the data
// that `export html` put into the page.
'use strict';

// ---- The document ----

const $ = id => document.getElementById(id);

/// An element with attributes and children; text is always text, never markup.
function h(tag, attributes, ...children) {
  const svg = /^(svg|g|path|circle|rect|line|text|tspan|polyline|polygon|clipPath|defs|title|desc)$/.test(tag);
  const node = svg ? document.createElementNS('http://www.w3.org/2000/svg', tag)
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(3).filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

/// Puts new contents in the place of old ones, and keeps the focus where it was.
function fill(node, ...children) {
  const key = node.contains(document.activeElement) && document.activeElement.dataset.key;
  node.replaceChildren(...children.flat(3).filter(Boolean));
  if (key) { unfocused = { node, key }; if (!isRendering) refocus(); }
}

/// Where the focus was among contents that were replaced. Setting it makes the browser lay out, so a whole
/// rendering does it once, at its end.
let unfocused = null, isRendering = false;
function refocus() {
  if (unfocused) unfocused.node.querySelector(`[data-key="${CSS.escape(unfocused.key)}"]`)?.focus({ preventScroll: true });
  unfocused = null;
}

const store = {
  get: key => { try { return localStorage.getItem(key); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* a file has no store */ } },
};

// ---- Numbers ----

const value = x => typeof x === 'number' ? x : x === 'Infinity' ? Infinity : x === '-Infinity' ? -Infinity : NaN;

/// Four significant digits with a true minus, as the shell shows them.
function fmt(x, signed) {
  x = value(x);
  if (!Number.isFinite(x)) return Number.isNaN(x) ? 'NaN' : x > 0 ? '∞' : '−∞';
  if (x === 0) return '0';
  let [digits, exponent] = x.toExponential(3).split('e');
  exponent = Number(exponent);
  let text;
  if (exponent < -4 || exponent >= 4) {
    if (exponent === 4 && Number.isInteger(x) || Number.isInteger(x) && Math.abs(x) < 1e4) text = String(x);
    else {
      if (digits.includes('.')) digits = digits.replace(/\.?0+$/, '');
      text = `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
    }
  } else text = String(Number(x.toPrecision(4)));
  text = text.replaceAll('-', '−');
  return signed && x > 0 ? '+' + text : text;
}

/// Digits that a command takes: short, and exact enough for a click.
const plain = (x, digits = 4) => String(Number(x.toPrecision(digits)));

/// A number whose point stands in line with those above and below.
function decimal(x, signed) {
  const text = fmt(x, signed), at = text.indexOf('.');
  const cut = at < 0 ? (text.indexOf('e') < 0 ? text.length : text.indexOf('e')) : at;
  return h('span', { class: 'dec' }, h('i', {}, text.slice(0, cut)), h('span', {}, text.slice(cut)));
}

/// Numbers that were packed as the bytes of doubles (or of floats).
function unpack(text, Kind = Float64Array) {
  if (typeof text !== 'string') return new Kind(0);
  const letters = atob(text), bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return new Kind(bytes.buffer, 0, Math.floor(bytes.length / Kind.BYTES_PER_ELEMENT));
}

/// Numbers for a picture, which were packed as their places between two ends.
function unpackShares({ low, high, pictures }) {
  const step = (high - low) / 65534;
  return pictures.map(text => Float32Array.from(unpack(text, Uint16Array), place => place === 65535 ? NaN : low + place * step));
}

/// The last place whose number is at most x, in rising numbers; 0 at least.
function place(sorted, x) {
  let low = 0, high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sorted[middle] <= x) low = middle; else high = middle - 1;
  }
  return low;
}

// ---- Mathematics ----

const greek = {
  theta: 'θ', eta: 'η', eps: 'ε', lambda: 'λ', alpha: 'α', beta: 'β', sigma: 'σ', pi: 'π', delta: 'Δθ',
  grad: '∇L', loss: 'L', momentum: 'μ', lr: 'η₀', val_loss: 'L val', accuracy: 'accuracy',
};
const upright = /^(sqrt|exp|log|sin|cos|tan|tanh|max|min|abs|mean|sum|norm|relu|sigmoid|slope|rest|softmax|sign|sgn)$/;

/// A name as the lecture writes it: hats drawn over, layers and steps as indices.
function symbol(name, index) {
  let match, nodes;
  if ((match = /^(\w+)_hat$/.exec(name))) nodes = [h('span', { class: 'hat' }, greek[match[1]] || match[1])];
  else if ((match = /^(\w+)_prev$/.exec(name))) nodes = [symbolText(match[1]), h('sub', {}, h('i', {}, 't'), '−1')];
  else if ((match = /^(beta)(\d)$/.exec(name))) nodes = ['β', h('sub', {}, match[2])];
  else if ((match = /^(W|b|z|a|d|mask|grad_W|grad_b)(\d+)$/.exec(name))) {
    const base = { d: 'δ', mask: 'mask', grad_W: '∂L/∂W', grad_b: '∂L/∂b' }[match[1]] || match[1];
    const upper = `(${match[2]})`;
    return [h('span', { class: 'whole' }, base, h('span', { class: 'ss' }, h('span', {}, upper), h('span', {}, index || '\u00A0')))];
  } else nodes = [upright.test(name) ? h('span', { class: 'r' }, symbolText(name)) : symbolText(name)];
  return index ? [...nodes, h('sub', {}, index)] : nodes;
}
const symbolText = name => greek[name] || name;

/// Reads a formula as the program prints it in ASCII.
function parse(text) {
  const tokens = text.match(/\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|[A-Za-zθησβαλε_∇][\w∇']*(?:\[[^\]]*\])?|[-+*/^(),=<>|]|\S/g) || [];
  let at = 0;
  const peek = () => tokens[at];
  const sum = () => {
    let left = product();
    while (peek() === '+' || peek() === '-') left = { kind: tokens[at++], left, right: product() };
    return left;
  };
  const product = () => {
    let left = sign();
    while (peek() === '*' || peek() === '/') left = { kind: tokens[at++], left, right: sign() };
    return left;
  };
  const sign = () => peek() === '-' ? (at++, { kind: 'neg', left: sign() }) : power();
  const power = () => {
    const left = atom();
    return peek() === '^' ? (at++, { kind: '^', left, right: sign() }) : left;
  };
  const list = () => {
    const items = [];
    while (at < tokens.length && peek() !== ')') { items.push(sum()); if (peek() === ',') at++; else break; }
    if (peek() === ')') at++;
    return items;
  };
  const atom = () => {
    const token = tokens[at++];
    if (token === undefined) return { kind: 'text', text: '' };
    if (token === '(') { const [inner] = list(); return { kind: 'group', left: inner || { kind: 'text', text: '' } }; }
    if (/^[\d.]/.test(token)) return { kind: 'number', text: token };
    if (peek() === '(' && /^[A-Za-z]/.test(token)) { at++; return { kind: 'call', name: token, items: list() }; }
    return { kind: 'name', text: token };
  };
  const result = sum();
  return at < tokens.length ? { kind: 'text', text } : result;
}

const paren = sign => h('span', { class: 'r' }, sign);

/// Sets a formula; `tall` stacks its quotients.
function math(text, tall) {
  const bare = node => node.kind === 'group' ? bare(node.left) : node;
  const set = (node, inner) => {
    switch (node.kind) {
    case 'number': {
      const match = /^(.*?)e([+-]?\d+)$/.exec(node.text);
      if (!match) return [h('span', { class: 'n' }, node.text)];
      const power = h('sup', {}, String(Number(match[2])).replace('-', '−'));
      return [h('span', { class: 'n' }, match[1] === '1' ? '10' : `${match[1]} · 10`, power)];
    }
    case 'name': {
      const match = /^([^\[]+)\[(.*)\]$/.exec(node.text);
      return symbol(match ? match[1] : node.text, match ? match[2] : '');
    }
    case 'text': return [node.text];
    case 'group': return [paren('('), ...set(node.left), paren(')')];
    case 'neg': return ['−', ...set(node.left)];
    case 'call': {
      if (node.name === 'sqrt' && node.items.length === 1) {
        return [h('span', { class: 'rootsign' }, '√'), h('span', { class: 'root' }, ...set(node.items[0]))];
      }
      return [...symbol(node.name), paren('('), ...node.items.flatMap((item, i) => i ? [', ', ...set(item)] : set(item)), paren(')')];
    }
    case '^': return [...set(node.left), h('sup', {}, h('i', {}, ...set(bare(node.right))))];
    case '/':
      if (tall && !inner) {
        return [h('span', { class: 'frac' }, h('span', {}, ...set(bare(node.left), true)), h('span', {}, ...set(bare(node.right), true)))];
      }
      return [...set(node.left, inner), ' / ', ...set(node.right, inner)];
    case '*': {
      const numeric = bare(node.right).kind === 'number' || bare(node.right).kind === 'neg' || bare(node.left).kind === 'number' && node.right.kind === 'group';
      return [...set(node.left, inner), numeric ? ' · ' : ' ', ...set(node.right, inner)];
    }
    default: return [...set(node.left, inner), node.kind === '-' ? ' − ' : ` ${node.kind} `, ...set(node.right, inner)];
    }
  };
  return h('span', { class: 'm' }, ...set(parse(text)));
}

// ---- The program ----

const frozen = (() => {
  const node = document.getElementById('frozen');
  return node ? JSON.parse(node.textContent) : null;
})();

const app = {
  view: 'surface', version: 0, prompt: '> ', isBusy: false, isGone: false, isReadOnly: false,
  lines: [], status: {}, rows: [], course: null, surface: null, series: {}, open: null, t: 0,
  quantity: '', network: null, playing: null, unit: null, example: 0, layers: {}, answers: null, subnets: null,
  race: null, lesson: null, predicted: null, chosenMask: null, patch: null, ground: null, size: null,
};

/// Asks the program to look at something; one answer for each line.
async function look(...lines) {
  const reply = await fetch(`look?q=${encodeURIComponent(lines.join('\n'))}`);
  if (!reply.ok) throw new Error(reply.status);
  return reply.json();
}

/// Has the session carry out a line, and says what on the page caused it.
async function command(line, cause) {
  if (!canAct()) return;
  preview('');
  try {
    const reply = await fetch('command', { method: 'POST', headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: `${cause}\n${line}` });
    if (reply.status === 401 || reply.status === 403) gone();
  } catch { gone(); }
}
const stop = () => fetch('stop', { method: 'POST', body: '' }).catch(gone);
const canAct = () => !app.isGone && !app.isReadOnly && !frozen;

function gone() { app.isGone = true; connection(); enable(); }

function listen() {
  if (frozen) { thaw(); return; }
  const events = new EventSource('events');
  events.addEventListener('message', event => {
    const state = JSON.parse(event.data);
    app.isGone = false;
    app.isReadOnly = !!state.readOnly;
    app.isBusy = state.busy;
    app.prompt = state.prompt;
    app.lines = state.lines;
    connection(); shell(); enable();
    if (state.version !== app.version && !state.busy) { app.version = state.version; refresh(); }
  });
  events.addEventListener('error', () => {
    gone();
    if (events.readyState === EventSource.CLOSED) { app.version = 0; setTimeout(listen, 1500); }
    else app.version = 0;
  });
}

function connection() {
  const [state, words] = frozen ? ['frozen', 'a record, without the program']
    : app.isGone ? ['gone', 'program ended, waiting']
    : app.isBusy ? ['busy', 'shell is busy'] : app.isReadOnly ? ['follows', 'follows the shell, read only'] : ['follows', 'follows the shell'];
  $('link').dataset.state = state;
  if ($('link').textContent !== words) $('link').textContent = words;
}

let asked = 0;
/// What the page asks after each command, all at once: a name for each answer, and the question.
function standing() {
  const all = { status: 'status', course: '@course', surface: `@surface ${app.surface?.key || ''}`, race: `@race ${app.race?.key || ''}` };
  if (app.kind !== 'network' || app.view === 'quantities') all.explained = 'explain';
  if (isGuided()) all.lesson = '@lesson';
  if (app.kind === 'network') {
    all.network = '@network';
    if (!app.network || isDrawn(app.network)) { all.layers = `@layers ${app.example}`; all.answers = `@answers ${app.ground?.key || ''}`; }
    if (app.unit) all.unit = unitLine(app.unit.layer, app.unit.index);
    if (app.predicted) all.predicted = `predict x=${app.predicted.x.join(',')}`;
  }
  return all;
}

async function ask(questions) {
  const answers = await look(...Object.values(questions));
  return Object.fromEntries(Object.keys(questions).map((name, i) => [name, answers[i]]));
}

const unless = answer => answer && !answer.error ? answer : null;

/// Takes over what the session says now, for the view that is shown.
async function refresh() {
  const mine = ++asked, before = app.status.t;
  try {
    let said = await ask(standing());
    if (mine !== asked) return;
    const kind = 'network' in said.status ? 'network' : 'surface' in said.status ? 'surface' : '';
    if (kind !== app.kind) {
      app.kind = kind;
      app.unit = app.weight = app.open = app.predicted = app.network = null;
      app.status = said.status;
      chooseView();
      said = await ask(standing());
      if (mine !== asked) return;
    }
    const { status } = said;
    if (!said.surface.error && said.surface.levels) app.surface = said.surface;
    if (said.surface.error) app.surface = null;
    const lesson = unless(said.lesson);
    if (lesson && !app.lesson) app.view = 'lesson';
    else if (!lesson && app.lesson && app.view === 'lesson') { app.lesson = null; app.view = 'surface'; app.status = status; chooseView(); }
    Object.assign(app, { status, course: readCourse(said.course), lesson });
    app.rows = rowsOf(said.explained || {});
    takeRace(said.race, before === undefined);
    takeNetwork(said);
    // What was run is played from where it began.
    const from = app.runs?.from, plays = from !== undefined && status.t > from + 1 && !isStill();
    app.t = plays ? from : status.t ?? 0;
    if (plays) playFrom(from, status.t);
    app.runs = null;
    render();
    // The picture first: what else is asked would keep the program and the browser from it.
    await new Promise(requestAnimationFrame);
    if (mine === asked) await lookAtCurves(mine);
  } catch (error) {
    if (error instanceof TypeError && !/fetch|NetworkError/i.test(error.message)) throw error;
    gone();
  }
}

const isStill = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
const isGuided = () => /^lesson /.test(app.prompt);


/// What is drawn small, after the picture: the last hundred updates, the quantity over t, the
/// contours round the last update, and what takes the session longer.
async function lookAtCurves(mine) {
  const names = app.rows.map(row => row.name).filter(name => name !== 'eta').slice(0, 9), wanted = surfaceView.patchQuestion();
  const questions = {};
  if (app.surface && app.status.t > 0 && names.length) questions.series = `plot ${[...new Set([...names, 'theta'])].join(' ')} last=100`;
  if (wanted) questions.patch = wanted;
  if (Object.keys(questions).length) {
    const said = await ask(questions);
    if (mine !== asked) return;
    if (said.series) { app.series = {}; for (const series of said.series.series || []) app.series[series.name] = series.values.map(value); }
    if (said.patch && !said.patch.error) { app.patch = { question: wanted, levels: said.patch.levels }; surfaceView.patched(); }
    sparks();
  }
  if (app.quantity) { await lookAtQuantity(); if (mine !== asked) return; overView.render(app.t); }
  if (app.network && (app.view === 'network' || app.view === 'subnets')) { await lookAtSubnets(); if (mine === asked) renderSubnets(); }
}

function chooseView() {
  const isNetwork = 'network' in app.status;
  if (isNetwork && app.view === 'surface') app.view = 'network';
  if (!isNetwork && (app.view === 'network' || app.view === 'subnets')) app.view = 'surface';
}

/// The quantities of the last update in the order in which the rule works, each with its components.
function rowsOf(explained) {
  const rows = [];
  for (const one of explained.explanations || []) {
    let row = rows.find(row => row.name === one.quantity);
    if (!row) rows.push(row = { name: one.quantity, formula: one.formula, note: one.note, parts: [] });
    row.parts.push(one);
  }
  return rows;
}

function readCourse(course) {
  return (course?.branches || []).map(branch => ({
    ...branch, t: unpack(branch.t), loss: unpack(branch.loss), theta: (branch.theta || []).map(one => unpack(one)),
    batchT: unpack(branch.batchT), batch: unpack(branch.batch), valT: unpack(branch.valT), val: unpack(branch.val),
  }));
}

/// Draws the small curves again where they stand: the table around them stays, and what is clicked in it.
function sparks() {
  for (const cell of document.querySelectorAll('td.spark[data-name]')) cell.replaceChildren(sparkline(cell.dataset.name));
}

const current = () => app.course?.find(branch => branch.current) || app.course?.[0];
const extent = () => Math.max(current()?.end ?? 0, app.status.t ?? 0);

/// Where a branch stands at an update, as far as the course is packed.
function at(branch, t) {
  const i = place(branch.t, t);
  return { t: branch.t[i], loss: branch.loss[i], theta: branch.theta.map(axis => axis[i]) };
}

/// The update at which a branch leaves the main one.
function forkOf(branch) {
  if (typeof branch.fork === 'number') return branch.fork;
  const main = app.course[0];
  if (!main || branch === main) return null;
  const count = Math.min(main.t.length, branch.t.length);
  for (let i = 0; i < count; i++) if (main.loss[i] !== branch.loss[i] || main.t[i] !== branch.t[i]) return main.t[Math.max(0, i - 1)];
  return main.t[count - 1];
}

/// The last place in a branch up to which it is the same as another.
function sharedWith(branch, other) {
  const count = Math.min(branch.t.length, other.t.length);
  let i = 0;
  while (i < count && branch.t[i] === other.t[i] && branch.loss[i] === other.loss[i]) i++;
  return Math.max(0, i - 1);
}

// ---- Scales and axes ----

const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
const unit = () => rem() / 16;

/// The sizes of the window's parts, read when they may have changed: reading them makes the browser lay out.
function measure() {
  if (app.size) return;
  const isPhone = matchMedia('(max-width: 40rem)').matches;
  app.size = { u: unit(), isPhone, space: $('space').clientWidth, height: spaceHeight(), course: $('course').clientWidth, slider: $('slider').offsetHeight };
}

const resized = new ResizeObserver(() => {
  const { size } = app;
  if (size && (size.space !== $('space').clientWidth || size.course !== $('course').clientWidth)) { app.size = null; render(); }
});
resized.observe($('space'));
resized.observe($('course'));

function ticks(low, high, count) {
  const raw = (high - low) / Math.max(count, 1);
  if (!(raw > 0) || !Number.isFinite(raw)) return [low];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find(factor => factor * power >= raw * 0.999) * power;
  const all = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) all.push(i * step);
  return all;
}

function scale(low, high, from, to, isLog) {
  if (!(high > low)) { high = low + (Math.abs(low) || 1); if (isLog) low /= 2; }
  const f = isLog ? Math.log10 : x => x;
  const a = f(low), b = f(high);
  const map = x => from + (f(x) - a) / (b - a) * (to - from);
  map.low = low; map.high = high; map.isLog = isLog;
  map.inverse = p => { const v = a + (p - from) / (to - from) * (b - a); return isLog ? 10 ** v : v; };
  map.ticks = count => {
    if (!isLog) return ticks(low, high, count).map(v => [v, tickText(v)]);
    const first = Math.ceil(a - 1e-9), last = Math.floor(b + 1e-9), step = Math.max(1, Math.ceil((last - first) / count));
    const all = [];
    for (let e = first; e <= last; e += step) all.push([10 ** e, e >= -1 && e <= 4 ? tickText(10 ** e) : '10' + superscript(e)]);
    return all.length >= 2 ? all : ticks(low, high, count).filter(v => v > 0).map(v => [v, tickText(v)]);
  };
  return map;
}
const tickText = v => String(Number(v.toPrecision(6))).replace('-', '−').replace(/e([+−-]?)(\d+)/, (_, s, d) => '·10' + superscript((s === '+' ? '' : s.replace('−', '-')) + d));
const superscript = e => String(e).replace(/./g, c => '⁰¹²³⁴⁵⁶⁷⁸⁹'['0123456789'.indexOf(c)] || (c === '-' ? '⁻' : c));

/// A scale that holds all numbers; logarithmic where all are positive and span two decades.
function valueScale(lists, from, to) {
  let low = Infinity, high = -Infinity;
  for (const list of lists) for (const x of list) if (Number.isFinite(x)) { if (x < low) low = x; if (x > high) high = x; }
  if (low > high) [low, high] = [0, 1];
  const isLog = low > 0 && high > 100 * low;
  const margin = isLog ? 1.15 : (high - low) * 0.06 || Math.abs(high) * 0.1 || 1;
  return isLog ? scale(low / margin, high * margin, from, to, true) : scale(low - margin, high + margin, from, to, false);
}

/// A line through points; only as many as can be told apart on so many pixels.
function linePath(xs, ys, x, y, from = 0, to = xs.length) {
  let d = '', isOpen = false, lastX = NaN, low = 0, high = 0, previous = null;
  const limit = 2000, stride = Math.max(1, Math.floor((to - from) / limit));
  for (let i = from; i < to; i += stride) {
    const px = x(xs[i]), py = y(ys[i]);
    if (!Number.isFinite(px) || !Number.isFinite(py)) { isOpen = false; continue; }
    d += `${isOpen ? 'L' : 'M'}${px.toFixed(1)} ${Math.max(-1e4, Math.min(1e4, py)).toFixed(1)}`;
    isOpen = true;
  }
  if (stride > 1 && to > from) {
    const px = x(xs[to - 1]), py = y(ys[to - 1]);
    if (Number.isFinite(px) && Number.isFinite(py)) d += `L${px.toFixed(1)} ${py.toFixed(1)}`;
  }
  return d;
}

/// The star of a minimum.
function star(px, py, u) {
  const points = [];
  for (let i = 0; i < 10; i++) { const r = (i % 2 ? 2.6 : 6.5) * u, a = Math.PI * (i / 5 - 0.5); points.push(`${px + r * Math.cos(a)},${py + r * Math.sin(a)}`); }
  return h('polygon', { class: 'inkfill', points: points.join(' ') });
}

function mark(slot, x, y, size, more) {
  const s = size;
  const cross = turn => h('polygon', { points: Array.from({ length: 12 }, (_, i) => {
    const a = turn + Math.PI / 2 * Math.floor(i / 3), [along, aside] = [[1.3, -0.45], [1.3, 0.45], [0.45, 0.45]][i % 3];
    return `${x + s * (along * Math.cos(a) - aside * Math.sin(a))},${y + s * (along * Math.sin(a) + aside * Math.cos(a))}`;
  }).join(' ') });
  const shape = [
    () => h('circle', { cx: x, cy: y, r: s }),
    () => h('rect', { x: x - s * 0.9, y: y - s * 0.9, width: s * 1.8, height: s * 1.8 }),
    () => h('polygon', { points: `${x},${y - s * 1.1} ${x + s},${y + s * 0.8} ${x - s},${y + s * 0.8}` }),
    () => h('polygon', { points: `${x},${y - s * 1.2} ${x + s * 1.2},${y} ${x},${y + s * 1.2} ${x - s * 1.2},${y}` }),
    () => h('polygon', { points: `${x},${y + s * 1.1} ${x + s},${y - s * 0.8} ${x - s},${y - s * 0.8}` }),
    () => cross(0), () => h('polygon', { points: `${x - s},${y - s} ${x + s},${y + s} ${x + s},${y - s} ${x - s},${y + s}` }), () => cross(Math.PI / 4),
    () => h('rect', { x: x - s * 0.55, y: y - s * 1.35, width: s * 1.1, height: s * 2.7 }), () => star(x, y, s / 5),
  ][slot % markCount]();
  shape.setAttribute('class', `mark c${slot % markCount} ${more || ''}`);
  return shape;
}
/// So many shapes, each with its colour, are told apart.
const markCount = 10;
/// Whether a branch's path passes so near to a point of the figure.
function near(branch, point, x, y, distance) {
  const [xs, ys] = branch.theta, stride = Math.max(1, Math.floor(xs.length / 400));
  for (let i = 0; i < xs.length; i += stride) if (Math.hypot(x(xs[i]) - point.px, y(ys[i]) - point.py) < distance) return true;
  return false;
}
const branchSlot = branch => app.course.indexOf(branch) % 3;

function arrow(x1, y1, x2, y2, cls) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (!(length > 0.5)) return null;
  const ux = (x2 - x1) / length, uy = (y2 - y1) / length, s = Math.min(7 * unit(), length * 0.6);
  return h('g', { class: cls },
    h('line', { class: 'stroke', x1, y1, x2: x2 - ux * s * 0.7, y2: y2 - uy * s * 0.7, 'stroke-width': 2 }),
    h('polygon', { class: 'fill', points: `${x2},${y2} ${x2 - ux * s - uy * s * 0.42},${y2 - uy * s + ux * s * 0.42} ${x2 - ux * s + uy * s * 0.42},${y2 - uy * s - ux * s * 0.42}` }));
}

// ---- The surface ----

function spaceHeight() {
  const large = document.documentElement.dataset.size === 'large', u = unit();
  if (matchMedia('(max-width: 40rem)').matches) return 250;
  const free = document.documentElement.clientHeight - 2.75 * rem() - $('space').ownerDocument.querySelector('footer').offsetHeight - (large ? 268 : 272) * u;
  return Math.max(220 * u, Math.min(free, 620 * u));
}

/// A level's lines as a path.
function levelPath(level, x, y) {
  const p = level.points ??= unpack(level.lines, Float32Array);
  let d = '', isOpen = false;
  for (let i = 0; i + 1 < p.length; i += 2) {
    if (Number.isNaN(p[i])) { isOpen = false; continue; }
    d += `${isOpen ? 'L' : 'M'}${x(p[i]).toFixed(1)} ${y(p[i + 1]).toFixed(1)}`;
    isOpen = true;
  }
  return d;
}

const surfaceView = {
  render(t) {
    if (app.shownRace) { raceView.render(); return; }
    const surface = app.surface, branch = current();
    if (!surface || !branch) { fill($('space'), welcome()); return; }
    const title = surface.name.length < 40 && !/[\^*+(]/.test(surface.name) ? surface.name[0].toUpperCase() + surface.name.slice(1) : 'Surface';
    const levels = surface.levels.map(level => level.text);
    const levelWords = levels.length > 4 ? `${levels.slice(0, 3).join(', ')}, …, ${levels.at(-1)}` : levels.join(', ');
    if (this.isDrawn()) { this.move(t); return; }
    fill($('space'), h('div', { class: 'head' }, h('h2', {}, title), h('p', { class: 'quiet' }, h('span', { class: 'm' }, 'f', ' = '), math(surface.formula)), h('p', { class: 'quiet end wide' }, levelWords ? `contours ${levelWords}` : '')),
      h('div', { id: 'surfacefigure' }, this.figure()));
    this.move(t);
  },

  /// Whether the picture of this surface stands in this window; then only what moves is drawn again.
  isDrawn() {
    const { space, height, u } = app.size, key = this.key;
    return this.svg?.isConnected && key.surface === app.surface && key.space === space && key.height === height && key.u === u;
  },

  /// What stays as long as the surface and the window do: contours and axes.
  figure() {
    const { space: width, height, u } = app.size, surface = app.surface;
    this.key = { surface, space: width, height, u };
    const left = 34 * u, bottom = height - 24 * u, right = width - 2, top = 2;
    const x = scale(surface.x[0], surface.x[1], left, right), y = scale(surface.y[0], surface.y[1], bottom, top);
    const box = this.box = { left, right, top, bottom };
    this.x = x; this.y = y;
    const [ax, ay] = surface.axes || ['x', 'y'];
    this.inside = h('g', {}); this.over = h('g', {}); this.pointer = h('g', { 'pointer-events': 'none' });
    const contours = h('g', {}), axes = h('g', {});
    this.labels = this.contours(contours, x, y, u, box);
    axes.append(h('path', { class: 'frame', d: `M${left} ${top}V${bottom}H${right}` }));
    for (const [v, text] of x.ticks(width / (100 * u))) axes.append(h('line', { class: 'frame', x1: x(v), x2: x(v), y1: bottom, y2: bottom + 4 * u }), x(v) > right - 20 * u ? '' : h('text', { class: 'q', x: x(v), y: bottom + 17 * u, 'text-anchor': 'middle' }, text));
    for (const [v, text] of y.ticks(height / (64 * u))) axes.append(h('line', { class: 'frame', x1: left - 4 * u, x2: left, y1: y(v), y2: y(v) }), h('text', { class: 'q', x: left - 7 * u, y: y(v) + 4 * u, 'text-anchor': 'end' }, text));
    axes.append(h('text', { class: 'math halo', x: right - 4 * u, y: bottom + 17 * u, 'text-anchor': 'end' }, ax), h('text', { class: 'math halo', x: left + 8 * u, y: top + 14 * u }, ay));
    const clip = h('g', { 'clip-path': 'url(#plotarea)' }, contours, this.inside);
    this.svg = h('svg', { class: 'figure', viewBox: `0 0 ${width} ${height}`, width, height, ...inWords('surface', `${surface.name}: contours, paths and starts`) },
      h('defs', {}, h('clipPath', { id: 'plotarea' }, h('rect', { x: left, y: top, width: right - left, height: bottom - top }))), clip, axes, this.over, this.pointer);
    this.gestures(this.svg, box, u);
    return this.svg;
  },

  /// What moves: the paths, the last update, the labels beside them.
  move(t) {
    const { u, isPhone } = app.size, { x, y, box } = this;
    const inside = document.createDocumentFragment(), over = document.createDocumentFragment();
    if (this.labelled !== app.course || this.labelledAt !== this.labels) {
      this.free = this.labels.filter(label => !app.course.some(one => one.theta[0] && near(one, label, x, y, 15 * u)));
      this.labelled = app.course; this.labelledAt = this.labels;
    }
    for (const label of this.free) over.append(h('text', { class: 'q halo', x: label.px, y: label.py + 4 * u, 'text-anchor': 'middle' }, label.text));
    this.paths(inside, over, x, y, u, t, box);
    if (!isPhone) this.magnified(over, x, y, u, t, box);
    this.inside.replaceChildren(inside); this.over.replaceChildren(over);
  },

  /// Draws the contours, and says where their labels could stand.
  contours(inside, x, y, u, box) {
    const labels = [];
    for (const level of app.surface.levels) {
      const d = levelPath(level, x, y), p = level.points;
      let best = null;
      for (let i = 0; i + 1 < p.length; i += 2) {
        if (Number.isNaN(p[i])) continue;
        const px = x(p[i]), py = y(p[i + 1]), off = Math.abs(px - (box.left + box.right) / 2) - py * 0.02;
        if (py > box.top + 12 * u && py < box.bottom - 8 * u && (!best || off < best.off)) best = { px, py, off };
      }
      inside.append(h('path', { class: 'contour', d }));
      if (best && labels.every(one => Math.hypot(one.px - best.px, one.py - best.py) > 24 * u)) labels.push({ ...best, text: level.text.replace('-', '−') });
    }
    return labels;
  },

  paths(inside, over, x, y, u, t, box) {
    const placed = [];
    const label = (px, py, text, cls, anchor, math) => {
      if (px < box.left || px > box.right || py < box.top - 4 || py > box.bottom) return;
      if (placed.some(one => Math.abs(one[0] - px) < 40 * u && Math.abs(one[1] - py) < 13 * u)) return;
      placed.push([px, py]);
      over.append(h('text', { class: `halo ${cls}`, x: px, y: py, 'text-anchor': anchor || 'end' }, math || text));
    };
    for (const [mx, my] of app.surface.minima.slice(0, 12)) {
      inside.append(star(x(mx), y(my), u));
    }
    const order = [...app.course].sort((a, b) => (a.current ? 1 : 0) - (b.current ? 1 : 0));
    for (const branch of order) {
      const slot = branchSlot(branch), isCurrent = branch.current, now = isCurrent ? t : Math.min(branch.end, Math.max(t, forkOf(branch) ?? 0));
      const end = place(branch.t, now) + 1, [xs, ys] = branch.theta;
      if (!xs) continue;
      // What branches share is the present one's.
      const begin = isCurrent ? 0 : sharedWith(branch, current());
      if (end < xs.length) inside.append(h('path', { class: `future c${slot}`, d: linePath(xs, ys, x, y, Math.max(begin, end - 1)) }));
      if (end > begin) inside.append(h('path', { class: `past c${slot}`, d: linePath(xs, ys, x, y, begin, end) }));
      if (isCurrent) this.milestones(inside, label, branch, end, slot, x, y, u);
    }
    for (const branch of order) {
      const slot = branchSlot(branch), here = at(branch, branch.current ? t : Math.min(branch.end, t));
      const px = x(here.theta[0]), py = y(here.theta[1]);
      if (!Number.isFinite(px) || !Number.isFinite(py)) continue;
      inside.append(mark(slot, px, py, (branch.current ? 5.5 : 4.5) * u));
      if (app.course.length > 1 || branch.current) label(px - 9 * u, py - 7 * u, branch.name, branch.current ? 'b' : '', 'end');
    }
    const first = current(), sx = x(first.theta[0][0]), sy = y(first.theta[1][0]);
    this.startAt = [sx, sy];
    inside.append(h('circle', { class: 'hollow start', cx: sx, cy: sy, r: 5 * u }));
    label(sx - 9 * u, sy + 4 * u, 'start', 'q', sx - 40 * u < box.left ? 'start' : 'end');
    const least = app.surface.minima[0];
    if (least) label(x(least[0]) + 11 * u, y(least[1]) + 4 * u, 'minimum', 'q', 'start');
  },

  milestones(inside, label, branch, end, slot, x, y, u) {
    const step = Math.max(1, ticks(0, Math.max(branch.t[end - 1], 1), 7)[1] || 1), [xs, ys] = branch.theta;
    let k = 0;
    for (let m = step; m < branch.t[end - 1]; m += step) {
      const i = place(branch.t, m), px = x(xs[i]), py = y(ys[i]);
      inside.append(h('circle', { class: `mark c${slot}`, cx: px, cy: py, r: 3.5 * u }));
      if (++k % 2 === 0) label(px + 2 * u, py + 18 * u, '', '', 'middle', [k === 2 ? h('tspan', { class: 'math' }, 't ') : '', String(Math.round(m))]);
    }
  },

  /// The last update, magnified: what pulled, and where it went.
  magnified(over, x, y, u, t, box) {
    this.patchWindow = this.patchGroup = null;
    if (t !== app.status.t || t === 0) return;
    const row = name => app.rows.find(row => row.name === name)?.parts.map(part => value(part.value));
    const delta = row('delta'), g = row('g'), m = row('m_hat') || null, branch = current();
    if (!delta || !g || delta.length < 2 || !delta.every(Number.isFinite)) return;
    const w = 172 * u, hh = 122 * u;
    // In the corner where the path is not.
    let best = null;
    for (const [cx, cy] of [[box.right - w, box.bottom - hh], [box.right - w, box.top], [box.left + 1, box.bottom - hh], [box.left + 1, box.top]]) {
      let count = cx > box.left + 2 && cy > box.top + 2 ? -0.5 : 0;
      for (const one of app.course) {
        const stride = Math.max(1, Math.floor(one.t.length / 300));
        for (let i = 0; i < one.t.length; i += stride) { const px = x(one.theta[0][i]), py = y(one.theta[1][i]); if (px > cx - 8 && px < cx + w + 8 && py > cy - 8 && py < cy + hh + 8) count++; }
      }
      for (const [mx, my] of app.surface.minima.slice(0, 1)) if (x(mx) > cx && x(mx) < cx + w && y(my) > cy && y(my) < cy + hh) count += 20;
      if (!best || count < best.count) best = { cx, cy, count };
    }
    const { cx, cy } = best;
    const length = Math.hypot(...delta);
    if (!(length > 0)) return;
    const pixels = 66 * u / length, ox = cx + (delta[0] >= 0 ? 52 : 120) * u, oy = cy + (delta[1] >= 0 ? 88 : 34) * u;
    const to = v => { const n = Math.hypot(...v); return n > 0 ? [ox - v[0] / n * length * pixels, oy + v[1] / n * length * pixels] : null; };
    const here = at(branch, t), hx = x(here.theta[0]), hy = y(here.theta[1]);
    const group = h('g', {}, h('rect', { class: 'ground frame', x: cx, y: cy, width: w, height: hh }));
    // The contours of the same window, as soon as they have come.
    const before = here.theta.map((v, i) => v - delta[i]), wx = scale(before[0] - (ox - cx) / pixels, before[0] + (cx + w - ox) / pixels, cx, cx + w), wy = scale(before[1] - (cy + hh - oy) / pixels, before[1] + (oy - cy) / pixels, cy + hh, cy);
    this.patchWindow = [wx.low, wx.high, wy.low, wy.high];
    this.patchGroup = h('g', { 'clip-path': 'url(#patcharea)' });
    group.append(h('defs', {}, h('clipPath', { id: 'patcharea' }, h('rect', { x: cx + 1, y: cy + 1, width: w - 2, height: hh - 2 }))), this.patchGroup);
    this.patchScales = [wx, wy];
    this.patched();
    if (hx > box.left && hx < box.right && hy > box.top && hy < box.bottom) group.prepend(h('line', { class: 'contour pale', x1: hx, y1: hy, x2: Math.max(cx, Math.min(cx + w, hx)), y2: Math.max(cy, Math.min(cy + hh, hy)) }));
    const label = (p, shift, nodes, offset) => p && group.append(h('text', { class: 'math halo', x: p[0] + (p[0] >= ox ? 5 : -5) * u, y: p[1] + shift * u, 'text-anchor': p[0] >= ox ? 'start' : 'end' }, nodes));
    const gTo = to(g), mTo = m && to(m), dTo = [ox + delta[0] * pixels, oy - delta[1] * pixels];
    const together = gTo && mTo && Math.hypot(gTo[0] - mTo[0], gTo[1] - mTo[1]) < 8 * u;
    const shift = together ? 2 * u : 0;
    group.append(gTo ? arrow(ox, oy - shift, gTo[0], gTo[1] - shift, 'c3') : '', mTo ? arrow(ox, oy + shift, mTo[0], mTo[1] + shift, 'c4') : '', arrow(ox, oy, dTo[0], dTo[1], 'ink') || '');
    group.querySelectorAll('.ink .stroke').forEach(n => n.classList.add('c'));
    label(gTo, together ? -4 : 4, '−g'); if (mTo) label(mTo, together ? 13 : 4, '−m̂');
    const crowd = gTo && Math.hypot(gTo[0] - dTo[0], gTo[1] - dTo[1]) < 22 * u;
    label(dTo, crowd ? (dTo[1] < oy ? -14 : 20) : 4, 'Δθ');
    group.append(h('circle', { class: 'inkfill', cx: ox, cy: oy, r: 3 * u }), h('text', { class: 'math halo', x: ox - 6 * u, y: oy + 4 * u, 'text-anchor': 'end' }, 'θ', h('tspan', { dy: '0.3em', class: 'idx' }, String(t - 1))));
    const bar = 10 ** Math.floor(Math.log10(length * 0.7));
    const barPixels = bar * pixels, bx = cx + 10 * u, by = cy + hh - 11 * u;
    group.append(h('path', { class: 'quietline', d: `M${bx} ${by - 3 * u}V${by + 3 * u}M${bx} ${by}H${bx + barPixels}M${bx + barPixels} ${by - 3 * u}V${by + 3 * u}` }), h('text', { class: 'q', x: bx + barPixels + 5 * u, y: by + 4 * u }, fmt(bar)));
    over.append(group);
  },

  patchQuestion() { return this.patchWindow && app.view === 'surface' ? `@patch ${this.patchWindow.map(v => plain(v, 12)).join(' ')}` : null; },

  /// Draws the contours of the magnified window, where they are the right ones.
  patched() {
    if (!this.patchGroup || app.patch?.question !== this.patchQuestion()) return;
    const [x, y] = this.patchScales;
    this.patchGroup.replaceChildren(...app.patch.levels.map(level => h('path', { class: 'contour pale', d: levelPath(level, x, y) })));
  },

  gestures(svg, box, u) {
    const position = event => {
      const { px, py } = svgPoint(svg, event);
      return { px, py, isInside: px >= box.left && px <= box.right && py >= box.top && py <= box.bottom };
    };
    const within = p => ({ ...p, px: Math.max(box.left, Math.min(box.right, p.px)), py: Math.max(box.top, Math.min(box.bottom, p.py)) });
    let dragged = null;
    svg.addEventListener('pointermove', event => {
      const p = position(event);
      if (dragged) dragged.moved ||= Math.hypot(p.px - dragged.px, p.py - dragged.py) > 4;
      const isDragging = dragged?.isStart && dragged.moved, at = isDragging ? within(p) : p;
      if (isDragging || p.isInside) this.hover(at.px, at.py, box, u, isDragging); else this.leave();
    });
    svg.addEventListener('pointerleave', () => this.leave());
    svg.addEventListener('pointercancel', () => { dragged = null; this.leave(); });
    svg.addEventListener('pointerdown', event => {
      const p = position(event);
      if (!p.isInside || event.button) return;
      const isStart = Math.hypot(p.px - this.startAt[0], p.py - this.startAt[1]) < 12 * u;
      dragged = { ...p, isStart, moved: false };
      // A start that is dragged beyond the frame stays at its edge.
      if (isStart) svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener('pointerup', event => {
      if (!dragged) return;
      const { isStart, moved } = dragged, p = isStart && moved ? within(position(event)) : position(event);
      dragged = null;
      if (isStart && moved) {
        const again = extent();
        if (again > 0) app.runs = { from: 0 };
        command(this.startLine(p.px, p.py, again), 'drag of the start');
      } else if (!moved && p.isInside) command(this.startLine(p.px, p.py), 'click on the surface');
    });
  },

  /// The command that begins at a point, and makes so many updates.
  startLine(px, py, updates = 0) { return `${app.surface.set} at=${plain(this.x.inverse(px), 3)},${plain(this.y.inverse(py), 3)}${updates > 0 ? `; run ${updates}` : ''}`; },

  leave() { this.pointer?.replaceChildren(); this.wanted = null; preview(''); },

  hover(px, py, box, u, isDragging) {
    const vx = this.x.inverse(px), vy = this.y.inverse(py);
    preview(this.startLine(px, py, isDragging ? extent() : 0));
    this.wanted = [Number(plain(vx, 3)), Number(plain(vy, 3))];
    this.cross = { px, py, box, u, isDragging };
    this.drawHover(null);
    this.ask();
  },

  drawHover(answer) {
    const { px, py, box, u, isDragging } = this.cross, [vx, vy] = this.wanted;
    const nodes = [h('path', { class: 'dotted', d: `M${box.left} ${py}H${px}V${box.bottom}` }), h('circle', { class: isDragging ? 'hollow' : 'inkfill', cx: px, cy: py, r: (isDragging ? 5 : 2) * u })];
    const w = 218 * u, hh = 84 * u, tx = px + w + 24 * u < box.right ? px + 18 * u : px - w - 18 * u, ty = Math.max(box.top + 2, Math.min(box.bottom - hh - 2, py - hh - 12 * u));
    nodes.push(h('rect', { class: 'tip', x: tx, y: ty, width: w, height: hh }));
    const row = (i, name, cls, text, aside) => {
      const by = ty + (19 + 18 * i) * u;
      nodes.push(h('text', { class: 'math', x: tx + 10 * u, y: by }, name), cls ? h('rect', { class: `fill ${cls}`, x: tx + 32 * u, y: by - 5 * u, width: 13 * u, height: 3 * u }) : '', h('text', { x: tx + 50 * u, y: by }, text));
      if (aside) nodes.push(h('text', { class: 'q', x: tx + w - 10 * u, y: by, 'text-anchor': 'end' }, aside));
    };
    row(0, 'θ', '', `(${fmt(vx)}, ${fmt(vy)})`);
    row(1, 'L', '', answer ? fmt(answer.loss) : '…', answer?.eta !== undefined ? `η ${fmt(answer.eta)}` : '');
    row(2, '∇L', 'c3', answer ? `(${answer.grad.map(v => fmt(v)).join(', ')})` : '…');
    row(3, 'Δθ', 'ink', answer?.delta ? `(${answer.delta.map(v => fmt(v)).join(', ')})` : '…', 'if begun here');
    if (answer) {
      const g = answer.grad.map(value), n = Math.hypot(...g);
      // Directions in the plane of the picture.
      const dir = (v, length) => { const dx = this.x(vx + v[0]) - this.x(vx), dy = this.y(vy + v[1]) - this.y(vy), l = Math.hypot(dx, dy); return l > 0 ? [px + dx / l * length, py + dy / l * length] : null; };
      if (n > 0) { const to = dir(g.map(v => -v / n), 30 * u); if (to) nodes.push(arrow(px, py, to[0], to[1], 'c3')); }
      if (answer.delta) { const to = dir(answer.delta.map(value), 22 * u); if (to) nodes.push(arrow(px, py, to[0], to[1], 'ink')); }
    }
    this.pointer.replaceChildren(...nodes.filter(Boolean));
  },

  async ask() {
    if (frozen || app.isGone) { if (frozen) this.drawHover(null); return; }
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      while (this.wanted) {
        const [vx, vy] = this.wanted;
        const [answer] = await look(`@probe ${vx} ${vy}`);
        if (this.wanted && this.wanted[0] === vx && this.wanted[1] === vy) { if (!answer.error) this.drawHover(answer); break; }
      }
    } catch { /* the events tell that the program has ended */ } finally { this.isAsking = false; }
  },
};

function welcome() {
  const button = (line, words) => h('button', { onclick: () => command(line, `button ${words}`), onmouseenter: () => preview(line), onfocus: () => preview(line) }, words);
  return h('div', { class: 'empty' }, h('p', {}, 'Nothing is set up yet. Type in the shell, or begin here:'),
    button('surface rosenbrock; optimizer adam lr=0.1', 'a curved valley'), button('surface saddle', 'a saddle'),
    button('data moons n=200 noise=0.2 split=0.7,0.15,0.15; network 2-8:relu-8:relu-1:sigmoid; batch 16; optimizer adam lr=0.01', 'a small network'));
}

// ---- A race ----

/// Takes over the last race; a new one is shown and played, until something else is done.
function takeRace(answer, isFirst) {
  const race = unless(answer);
  if (!race) { app.race = app.shownRace = null; return; }
  if (race.key === app.race?.key) { if (app.shownRace && app.raceT !== app.status.t) app.shownRace = null; return; }
  app.race = { ...race, panels: race.panels.map(panel => ({ ...panel, runners: panel.runners.map(runner => thin(unpack(runner.x), unpack(runner.y), runner)) })) };
  if (isFirst) return;
  app.shownRace = app.race; app.raceT = app.status.t;
  if (app.view !== 'surface' && app.view !== 'network') app.view = app.kind === 'network' ? 'network' : 'surface';
  raceView.start();
}

/// At most a thousand points of a path, evenly spread: more cannot be told apart.
function thin(x, y, runner) {
  const stride = Math.max(1, Math.ceil(x.length / 1000)), keep = list => list.filter((_, i) => i % stride === 0 || i === list.length - 1);
  return { name: runner.name, slot: runner.slot, x: keep(x), y: keep(y) };
}

const raceView = {
  share: 1,

  start() { this.share = isStill() ? 1 : 0; this.isPaused = false; this.then = null; cancelAnimationFrame(this.frame); if (this.share < 1) this.frame = requestAnimationFrame(now => this.tick(now)); },
  toggle() {
    if (this.share >= 1) { this.start(); this.render(); return; }
    this.isPaused = !this.isPaused; this.then = null;
    if (!this.isPaused) this.frame = requestAnimationFrame(now => this.tick(now));
    this.controls();
  },
  close() { cancelAnimationFrame(this.frame); app.shownRace = null; this.svgs = null; render(); },

  /// Six seconds from the start to the end, a picture a frame.
  tick(now) {
    if (!app.shownRace || this.isPaused) return;
    this.share = Math.min(1, this.share + (this.then ? (now - this.then) / 6000 : 0));
    this.then = now;
    if (this.svgs) this.draw();
    if (this.share < 1) this.frame = requestAnimationFrame(next => this.tick(next)); else this.controls();
  },

  render() {
    const race = app.shownRace, { space, height, u, isPhone } = app.size;
    const key = `${race.key} ${space} ${height} ${u} ${document.documentElement.dataset.theme}`;
    if (this.svgs && this.key === key && this.svgs[0]?.svg.isConnected) { this.draw(); return; }
    this.key = key;
    const count = race.panels.length, isStacked = isPhone || count > 2, width = isStacked ? space : (space - (count - 1) * 16 * u) / count;
    this.svgs = race.panels.map(panel => this.panel(panel, width, isStacked ? height * 0.8 : height, u));
    fill($('space'), h('div', { class: 'head' }, h('h2', {}, 'Race'), h('p', { class: 'quiet' }, race.title), h('span', { class: 'end bits', id: 'racecontrols' })),
      h('div', { class: 'race', id: 'racefigure' }, this.svgs.map(one => h('div', { style: null }, count > 1 || one.panel.title ? h('p', { class: 'quiet' }, one.panel.title) : '', one.svg))));
    this.controls();
    this.draw();
  },

  controls() {
    const box = $('racecontrols');
    if (!box) return;
    const words = this.share >= 1 ? 'again' : this.isPaused ? 'play' : 'pause';
    fill(box, h('button', { class: 'small', 'data-key': 'race play', 'data-always': '1', onclick: () => this.toggle() }, icon(words === 'pause' ? 'stop' : 'run'), words), h('button', { class: 'small', 'data-key': 'race close', 'data-always': '1', onclick: () => this.close() }, 'close', h('kbd', { 'aria-hidden': 'true' }, 'esc')));
  },

  panel(panel, width, height, u) {
    const left = 34 * u, right = width - 4 * u, top = 4 * u, bottom = height - 40 * u, isPlane = !!panel.levels;
    const all = panel.runners;
    const longest = Math.max(2, ...all.map(one => one.x.length));
    const x = isPlane ? scale(panel.x[0], panel.x[1], left, right) : scale(0, Math.max(1, ...all.map(one => one.x.at(-1) ?? 1)), left, right), y = isPlane ? scale(panel.y[0], panel.y[1], bottom, top) : valueScale(all.map(one => one.y), bottom, top);
    const inside = h('g', { 'clip-path': `url(#race${app.shownRace.panels.indexOf(panel)})` });
    const svg = h('svg', { class: 'figure', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': `A race of ${all.map(one => one.name).join(', ')}${panel.title ? `, ${panel.title}` : ''}` },
      h('defs', {}, h('clipPath', { id: `race${app.shownRace.panels.indexOf(panel)}` }, h('rect', { x: left, y: top, width: right - left, height: bottom - top }))));
    if (isPlane) for (const level of panel.levels) inside.append(h('path', { class: 'contour pale', d: levelPath(level, x, y) }));
    const group = h('g', {});
    for (const [mx, my] of panel.minima) inside.append(star(x(mx), y(my), u));
    inside.append(group);
    svg.append(inside, h('path', { class: 'frame', d: `M${left} ${top}V${bottom}H${right}` }));
    for (const [v, text] of x.ticks(width / (100 * u))) if (x(v) < right - 8 * u) svg.append(h('text', { class: 'q', x: x(v), y: bottom + 16 * u, 'text-anchor': 'middle' }, text));
    for (const [v, text] of y.ticks(height / (64 * u))) svg.append(h('text', { class: 'q', x: left - 7 * u, y: y(v) + 4 * u, 'text-anchor': 'end' }, text));
    const runners = all.map(one => {
      const slot = one.slot % 7, points = Array.from(one.x, (v, i) => [x(v), y(one.y[i])]).map(([px, py]) => Number.isFinite(px) && Number.isFinite(py) ? `${Math.max(-9999, Math.min(9999, px)).toFixed(1)},${Math.max(-9999, Math.min(9999, py)).toFixed(1)}` : null);
      const end = points.indexOf(null), known = end < 0 ? points : points.slice(0, end), line = h('polyline', { class: `race r${slot}`, points: '' }), head = h('g', {}, mark(slot % 5, 0, 0, 5 * u, `r${slot}`));
      group.append(line, head);
      return { known, line, head, last: -1 };
    });
    let lx = left;
    const legend = h('g', {});
    all.forEach((one, i) => { const words = short(one.name, 22), w = (words.length * 6.4 + 30) * u; if (lx + w > width) return; legend.append(mark(one.slot % 7 % 5, lx + 5 * u, height - 6 * u, 4.5 * u, `r${one.slot % 7}`), h('text', { x: lx + 14 * u, y: height - 2 * u }, words)); lx += w; });
    const counter = h('text', { class: 'halo b', x: right - 4 * u, y: top + 14 * u, 'text-anchor': 'end' });
    svg.append(legend, counter);
    return { panel, svg, runners, longest, counter };
  },

  draw() {
    for (const { runners, longest, counter } of this.svgs) {
      const now = this.share * (longest - 1);
      for (const one of runners) {
        const at = Math.min(Math.floor(now), one.known.length - 1);
        if (at === one.last || at < 0) continue;
        one.line.setAttribute('points', one.known.slice(0, at + 1).join(' '));
        const [px, py] = one.known[at].split(',');
        one.head.setAttribute('transform', `translate(${px} ${py})`);
        one.last = at;
      }
      const words = `${Math.round(this.share * 100)} %`;
      if (counter.textContent !== words) counter.textContent = words;
    }
  },
};

// ---- Time ----

const timeView = {
  render(t) {
    const isNetwork = 'network' in app.status, branch = current();
    $('timetitle').replaceChildren('Loss over ', h('span', { class: 'm' }, 't'));
    if (!branch) { $('coursefigure').replaceChildren(); $('timenote').textContent = ''; $('slider').disabled = true; return; }
    $('timenote').textContent = isNetwork && branch.batch.length ? 'points are batches' : app.course.length > 1 ? 'the future of each branch is pale' : 'the future is pale';
    const figures = [];
    if (isNetwork) {
      if (branch.loss.length) figures.push(['training', fmt(at(branch, t).loss)]);
      if (branch.val.length) figures.push(['validation', fmt(branch.val[place(branch.valT, t)])]);
    }
    fill($('timefigures'), figures.map(([name, text]) => [`${name} ${text}  `]));
    if (!this.isDrawn()) $('coursefigure').replaceChildren(this.figure());
    this.move(t);
  },

  isDrawn() {
    const key = this.key;
    return this.svg?.isConnected && key.course === app.course && key.width === app.size.course && key.u === app.size.u;
  },

  /// What stays as long as the course does: the curves, full for the past and pale for the future, each
  /// within its half of the figure.
  figure() {
    const { u, isPhone, course: width } = app.size, height = (isPhone ? 128 : 142) * u;
    this.key = { course: app.course, width, u };
    const isNetwork = 'network' in app.status;
    const left = 34 * u, right = width - (isPhone ? 4 : 58) * u, top = 14 * u, bottom = height - 30 * u;
    const last = Math.max(extent(), 1, ...app.course.map(branch => branch.end));
    const x = scale(0, last, left, right), branch = current();
    const lists = isNetwork ? [branch.loss, branch.val, quantiles(branch.batch)] : app.course.map(one => one.loss);
    const y = valueScale(lists, bottom, top);
    Object.assign(this, { x, y, last, box: { left, right, top, bottom } });
    const half = id => h('clipPath', { id }, h('rect', { x: left - 4, y: top - 6, width: right - left + 8, height: bottom - top + 8 }));
    const [past, future] = [half('pastarea'), half('futurearea')];
    this.past = past.firstChild; this.future = future.firstChild;
    const pale = h('g', { 'clip-path': 'url(#futurearea)' }), full = h('g', { 'clip-path': 'url(#pastarea)' }), ends = [], still = h('g', {}), above = h('g', {});
    for (const [v, text] of y.ticks(4)) still.append(h('line', { class: 'gridline', x1: left, x2: right, y1: y(v), y2: y(v) }), h('text', { class: 'q', x: left - 7 * u, y: y(v) + 4 * u, 'text-anchor': 'end' }, text));
    const both = (name, d, more) => { pale.append(h('path', { ...more, class: `future ${name}`, d })); full.append(h('path', { ...more, class: `past ${name}`, d })); };
    if (isNetwork) this.network(both, pale, full, branch, x, y, ends, isPhone);
    else for (const one of [...app.course].sort((a, b) => (a.current ? 1 : 0) - (b.current ? 1 : 0))) {
      both(`c${branchSlot(one)}`, linePath(one.t, one.loss, x, y, one.current ? 0 : sharedWith(one, branch)), {});
      if (!isPhone) ends.push([y(one.loss[one.loss.length - 1]), one.name]);
      const fork = forkOf(one);
      if (fork !== null) { const here = at(one, fork); above.append(h('circle', { class: 'hollow', cx: x(fork), cy: y(here.loss), r: 3.5 * u }), isPhone ? '' : h('text', { class: 'q', x: x(fork) + 5 * u, y: y(here.loss) - 7 * u }, `fork ${short(one.name, 12)}`)); }
    }
    spread(ends, 13 * u, top, bottom).forEach(([yy, name]) => above.append(h('text', { x: right + 6 * u, y: yy + 4 * u }, short(name, 10))));
    this.moving = h('g', {});
    this.svg = h('svg', { class: 'figure', viewBox: `0 0 ${width} ${height}`, width, height, ...inWords('loss', 'The loss over t') }, h('defs', {}, past, future), still, pale, full, above, this.moving);
    const slider = $('slider');
    slider.max = last;
    slider.style.left = `${left - 5}px`; slider.style.width = `${right - left + 10}px`; slider.style.top = `${bottom + 10 * u - app.size.slider / 2}px`;
    return this.svg;
  },

  /// What moves: the playhead, where the branches stand, the ends of past and future.
  move(t) {
    const { u } = app.size, { x, y, last, box: { left, right, top, bottom } } = this, branch = current();
    const isNetwork = 'network' in app.status, px = x(t), nodes = [];
    this.past.setAttribute('width', Math.max(0, px - left + 4)); this.future.setAttribute('x', px); this.future.setAttribute('width', Math.max(0, right + 4 - px));
    nodes.push(h('line', { class: 'ink', x1: px, x2: px, y1: top - 10 * u, y2: bottom + 12 * u, 'stroke-width': 1.5 }));
    if (!isNetwork) for (const one of app.course) if (one.end >= t && t >= (forkOf(one) ?? 0)) { const here = at(one, t); if (Number.isFinite(y(here.loss))) nodes.push(mark(branchSlot(one), px, Math.max(top, Math.min(bottom, y(here.loss))), (one.current ? 4.5 : 3.5) * u)); }
    for (const [v, text] of x.ticks(6)) if (Number.isInteger(v) && Math.abs(x(v) - px) > 44 * u) nodes.push(h('text', { class: 'q', x: x(v), y: bottom + 28 * u, 'text-anchor': 'middle' }, text));
    nodes.push(h('text', { class: 'halo b', x: Math.max(left + 10 * u, Math.min(right - 10 * u, px)), y: bottom + 28 * u, 'text-anchor': 'middle' }, h('tspan', { class: 'math' }, 't '), String(t)));
    this.moving.replaceChildren(...nodes);
    const slider = $('slider');
    slider.disabled = !canAct() && !frozen || extent() === 0;
    slider.value = t;
    slider.setAttribute('aria-valuetext', `update ${t} of ${extent()}`);
    slider.style.setProperty('--done', `${t / last * 100}%`);
  },

  network(both, pale, full, branch, x, y, ends, isPhone) {
    let dots = '';
    const stride = Math.max(1, Math.floor(branch.batch.length / 1500));
    for (let i = 0; i < branch.batch.length; i += stride) if (Number.isFinite(branch.batch[i])) dots += `M${x(branch.batchT[i]).toFixed(1)} ${y(branch.batch[i]).toFixed(1)}h.01`;
    for (const [group, opacity] of [[full, 0.75], [pale, 0.25]]) group.append(h('path', { class: 'quietline', 'stroke-width': 2, 'stroke-linecap': 'round', opacity, d: dots }));
    const curves = [['mean', branch.batchT, moving(branch.batch), 'c4', ''], ['training', branch.t, branch.loss, '', ''], ['validation', branch.valT, branch.val, 'c2', '4 3']];
    for (const [name, ts, vs, cls, dash] of curves) {
      if (vs.length < 2) continue;
      both(cls, linePath(ts, vs, x, y), { 'stroke-dasharray': dash });
      if (!isPhone) ends.push([y(vs[vs.length - 1]), name]);
    }
  },
};

const quantiles = list => { if (!list.length) return []; const sorted = Float64Array.from(list).filter(Number.isFinite).sort(); return [sorted[Math.floor(sorted.length * 0.01)], sorted[Math.floor(sorted.length * 0.99)]]; };

/// The mean over a tenth of the course.
function moving(list) {
  const span = Math.max(2, Math.floor(list.length / 10)), out = new Float64Array(list.length);
  let sum = 0;
  for (let i = 0; i < list.length; i++) { sum += list[i]; if (i >= span) sum -= list[i - span]; out[i] = sum / Math.min(i + 1, span); }
  return out;
}

function spread(ends, gap, top, bottom) {
  const sorted = ends.filter(one => Number.isFinite(one[0])).map(([y, name]) => [Math.max(top, Math.min(bottom, y)), name]).sort((a, b) => a[0] - b[0]);
  for (let i = 1; i < sorted.length; i++) if (sorted[i][0] - sorted[i - 1][0] < gap) sorted[i][0] = sorted[i - 1][0] + gap;
  const over = sorted.length ? sorted.at(-1)[0] - bottom : 0;
  if (over > 0) sorted.forEach(one => { one[0] -= over; });
  return sorted;
}

// ---- Transport ----

const icons = {
  first: 'M1 1h1.6v8H1zM9 1v8L3.4 5z', back: 'M8 1v8L1.5 5z', run: 'M2 1v8l7-4z', step: 'M1 1v8l5.6-4zM7.4 1H9v8H7.4z', stop: 'M1.5 1.5h7v7h-7z', turn: 'M2.5 1l4 4-4 4',
};
const icon = (name, cls) => h('svg', { viewBox: '0 0 10 10', 'aria-hidden': 'true', class: cls }, h('path', { d: icons[name] }));

const acts = {
  first: () => ['goto 0', 'button first'],
  back: () => ['back', 'back'],
  step: () => ['step', 'step'],
  run: () => { const until = $('until')?.value.trim(); return [`run 500${until ? ` until ${until}` : ''}`, 'run']; },
};

function act(name, how) {
  if (frozen) { thawed(name); return; }
  if (name === 'run' && app.isBusy) { stop(); return; }
  if (app.isBusy) return;
  if (name === 'back' && app.status.t === 0) return;
  const [line, words] = acts[name]();
  app.runs = name === 'run' ? { from: app.status.t } : null;
  command(line, how ? `key ${how}` : `button ${words}`);
}

function transport() {
  const button = (name, words, key, cls) => h('button', {
    class: cls, 'data-key': name, onclick: () => act(name), onmouseenter: () => preview(frozen ? '' : acts[name]()[0]), onmouseleave: () => preview(''), onfocus: () => preview(frozen ? '' : acts[name]()[0]),
    'aria-label': name === 'first' ? 'to the start' : undefined,
  }, icon(name === 'run' && (app.isBusy || app.playing) ? 'stop' : name), words, key ? h('kbd', { 'aria-hidden': 'true' }, key) : '');
  if (!$('until')) {
    fill($('transport'), h('span', { id: 'buttons', class: 'bits' }),
      h('label', { class: 'push wide' }, 'until', h('input', { id: 'until', placeholder: 'loss < 0.1', spellcheck: 'false' })),
      h('label', { class: 'wide' }, h('span', { class: 'm' }, 't'), h('input', { id: 'tfield', inputmode: 'numeric', 'aria-label': 'go to update t', onchange: event => { const t = Number(event.target.value); if (Number.isInteger(t) && t >= 0) { if (frozen) show(Math.min(t, extent())); else command(`goto ${t}`, 'field t'); } } })));
    $('buttons').classList.remove('bits'); $('buttons').style.display = 'contents';
  }
  if (isStale($('buttons'), `${app.isBusy} ${!!app.playing}`)) fill($('buttons'), button('first', '', '', 'first'), button('back', 'back', '←'), button('run', app.isBusy || app.playing ? 'stop' : 'run', 'space', 'main'), button('step', 'step', '→'));
  if (document.activeElement !== $('tfield')) $('tfield').value = app.t;
  enable();
}

/// What can be done now; figures stay as they are.
function enable() {
  const isOff = !canAct() && !frozen;
  document.querySelectorAll('#transport button, #transport input, #line, #space button, #why button, #why input').forEach(node => { node.disabled = isOff && !node.dataset.always; });
  const hasPlace = !!current();
  document.querySelectorAll('#transport button, #transport input').forEach(node => { node.disabled = isOff || !hasPlace; });
  $('slider').disabled = isOff || extent() === 0;
}

// ---- Playing what was run, from the packed course ----

function playFrom(from, to) {
  const begin = performance.now(), length = Math.min(2400, Math.max(500, (to - from) * 12));
  app.playing = { to };
  const frame = now => {
    if (!app.playing || app.playing.to !== to) return;
    const share = Math.min(1, (now - begin) / length);
    if (share >= 1) { app.playing = null; show(to); transport(); return; }
    show(Math.round(from + (to - from) * share), true);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/// Shows another update from the packed course, without the program.
function show(t, isPlaying) {
  app.t = t;
  whereabouts();
  if (app.view === 'surface') surfaceView.render(t);
  if (app.view !== 'lesson') timeView.render(t);
  if (frozen && !isPlaying) frozenRows(t);
  if (app.quantityData) overView.render(t);
  if ($('tfield') && document.activeElement !== $('tfield')) $('tfield').value = t;
}

// ---- The numbers of an update ----

const arrowColour = { g: 'c3', m_hat: 'c4', v: null, delta: '' };

function updateTable() {
  const rows = app.rows.filter(row => row.name !== 'eta'), status = app.status, t = status.t;
  const isSurface = !!app.surface;
  const head = h('div', { class: 'head' }, h('h2', {}, t === 0 ? 'Before the first update' : `Update ${t}`), h('p', { class: 'quiet' }, ruleWords()),
    h('p', { class: 'end' }, t > 0 ? [h('span', { class: 'm quiet' }, 'η '), fmt(app.rows.find(row => row.name === 'eta')?.parts[0]?.value ?? status.next_eta), '\u2002', h('span', { class: 'm quiet' }, 'L '), lossBefore() !== null ? `${fmt(lossBefore())} → ` : '', fmt(status.loss)] : [h('span', { class: 'm quiet' }, 'L '), fmt(status.loss)]));
  if (!rows.length) return h('div', {}, head, h('p', { class: 'empty' }, 'No update has been made yet. ', h('kbd', {}, '→'), ' makes one.'));
  const names = isSurface ? app.surface.axes || ['x', 'y'] : rows.map(row => row.parts.map(part => part.component)).flat().filter((c, i, all) => c !== undefined && all.indexOf(c) === i).slice(0, 2).map(c => `θ${c}`);
  const body = [];
  if (isSurface) {
    const theta = rows.find(row => row.name === 'theta'), delta = rows.find(row => row.name === 'delta');
    const branch = current(), i = place(branch.t, t - 1);
    if (theta && delta && branch.t[i] === t - 1) body.push(h('tr', {}, h('td', {}, h('span', { class: 'm' }, 'θ', h('sub', {}, String(t - 1)))), h('td', { class: 'worked' }, 'before the step'), branch.theta.map(axis => h('td', {}, decimal(axis[i]))), h('td', { class: 'spark' })));
  }
  for (const row of rows) {
    const isOpen = app.open === row.name;
    const dash = row.name in arrowColour && arrowColour[row.name] !== null && isSurface ? h('span', { class: `dash ${arrowColour[row.name]}` }) : '';
    const parts = names.map((_, i) => row.parts.find(part => part.component === (isSurface ? i : part.component)) && row.parts[i]);
    body.push(h('tr', { class: isOpen ? 'open' : '' },
      h('td', {}, h('button', { class: 'row', 'data-key': `row ${row.name}`, 'data-always': frozen ? '1' : undefined, 'aria-expanded': String(isOpen), 'aria-label': `explain ${row.name}`, onclick: () => openRow(row.name), onmouseenter: () => preview(`explain ${row.name}`), onfocus: () => preview(`explain ${row.name}`), onmouseleave: () => preview('') }, icon('turn', 'turn'), h('span', { class: 'm' }, ...symbol(row.name)), dash)),
      h('td', { class: 'worked' }, sameFormula(row) ? math(row.formula) : gradientOf(row)),
      parts.map(part => h('td', {}, part ? decimal(part.value, row.name === 'delta') : '')),
      h('td', { class: 'spark', 'data-name': row.name }, sparkline(row.name))));
    if (isOpen) body.push(h('tr', { class: 'open detail' }, h('td', { colspan: names.length + 3 }, explanation(row, names))));
  }
  return h('div', {}, head, h('table', {}, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, h('span', { class: 'unseen' }, 'quantity')), h('th', { scope: 'col', class: 'worked' }, 'worked out as'), names.map(name => h('th', { scope: 'col' }, h('span', { class: 'dec' }, h('i', { class: 'm' }, name)))), h('th', { class: 'spark', scope: 'col' }, 'last 100'))), h('tbody', {}, body)));
}

const lossBefore = () => { const t = app.status.t, branch = current(), i = branch && app.surface ? place(branch.t, t - 1) : -1; return i >= 0 && branch.t[i] === t - 1 ? branch.loss[i] : null; };
const sameFormula = row => row.parts.every(part => part.formula === row.formula);
const gradientOf = row => row.name === 'g' ? h('span', { class: 'm' }, h('span', { class: 'r' }, '∇'), 'L', paren('('), 'θ', h('sub', {}, String(app.status.t - 1)), paren(')')) : math(row.formula);
function ruleWords() {
  const name = app.status.optimizer || '';
  const shown = { gd: 'gradient descent', adam: 'Adam', adamw: 'AdamW', rmsprop: 'RMSProp', adagrad: 'Adagrad' }[name] || name;
  return name ? `${shown}, ${app.status.convention === 'lecture' ? 'lecture’s' : 'PyTorch’s'} form` : '';
}

function openRow(name) {
  if (app.open === name) { app.open = null; renderWhy(); return; }
  app.open = name;
  renderWhy();
  if (!frozen) command(`explain ${name}`, `click on ${name === 'delta' ? 'Δθ' : name}`);
}

/// The formula in symbols, with this step's numbers, and the result.
function explanation(row, names) {
  const shared = sameFormula(row), part = (one, i) => h('div', { class: 'worked3' },
    shared ? '' : h('span', { class: 'eq m' }, names[i], ' ='), shared ? '' : math(one.formula, true),
    h('span', { class: 'eq m' }, shared && row.parts.length > 1 ? `${names[i] ?? one.component} =` : '='), math(one.numbers || '', true),
    h('span', { class: 'eq' }, '='), h('span', { class: 'result' }, fmt(one.value)));
  return [shared ? h('div', {}, h('span', { class: 'm' }, ...symbol(row.name), ' = '), math(row.formula, true), '  ', row.parts[0].note ? h('span', { class: 'note' }, row.parts[0].note) : '') : '',
    h('div', { class: 'pair' }, row.parts.slice(0, 2).map(part)), !shared && row.parts[0].note ? h('p', { class: 'note' }, row.parts[0].note) : ''];
}

function sparkline(name) {
  const lists = [0, 1].map(i => app.series[`${name}[${i}]`]).filter(Boolean);
  if (!lists.length || lists[0].length < 2) return '';
  const w = 80, hh = 19;
  return h('svg', { viewBox: `0 0 ${w} ${hh}`, 'aria-hidden': 'true', preserveAspectRatio: 'none' }, (() => {
    const y = (() => { let low = Infinity, high = -Infinity; for (const list of lists) for (const v of list) if (Number.isFinite(v)) { low = Math.min(low, v); high = Math.max(high, v); } return scale(low, high > low ? high : low + 1, hh - 3, 3); })();
    const x = scale(0, lists[0].length - 1, 0, w - 4);
    return lists.flatMap((list, i) => [h('path', { class: i ? 'quietline' : 'ink', d: linePath(list.map((_, k) => k), list, x, y), 'stroke-width': 1 }), h('circle', { class: 'inkfill', cx: x(list.length - 1), cy: y(list.at(-1)), r: 1.5 })]);
  })());
}

function branchTable() {
  if (!app.course || app.course.length < 2 && !app.surface) return '';
  const t = app.t;
  return h('div', {}, h('div', { class: 'head' }, h('h2', {}, 'Branches'), h('p', { class: 'quiet end' }, app.course.length > 1 ? 'a click switches' : '')),
    h('table', {}, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, h('span', { class: 'unseen' }, 'mark')), h('th', { scope: 'col' }, 'name'), h('th', { class: 'num', scope: 'col' }, 'fork at'), h('th', { class: 'num', scope: 'col' }, 'stands at'), h('th', { scope: 'col' }, h('span', { class: 'dec' }, h('i', {}, h('span', { class: 'm' }, 'L')), `\u00A0at ${t}`)), h('th', { scope: 'col' }, 'rule'))),
      h('tbody', {}, app.course.map(branch => {
        const slot = branchSlot(branch), isHere = branch.end >= t && t >= (forkOf(branch) ?? 0);
        return h('tr', { class: branch.current ? 'current' : '' }, h('td', {}, h('svg', { width: 28, height: 12, viewBox: '0 0 28 12', 'aria-hidden': 'true' }, h('line', { class: `stroke c${slot}`, x1: 0, x2: 28, y1: 6, y2: 6, 'stroke-width': 2 }), mark(slot, 14, 6, 4))),
          h('td', {}, branch.current ? branch.name : h('button', { class: 'row', 'data-key': `branch ${branch.name}`, onclick: () => command(`switch ${branch.name}`, 'click on a branch'), onmouseenter: () => preview(`switch ${branch.name}`), onfocus: () => preview(`switch ${branch.name}`) }, branch.name)),
          h('td', { class: 'num' }, forkOf(branch) ?? ''), h('td', { class: 'num' }, branch.now), h('td', {}, isHere ? decimal(at(branch, t).loss) : ''), h('td', {}, branch.rule, ' ', h('span', { class: 'quiet' }, branch.settings || '')));
      }))));
}

// ---- Any quantity over t ----

const overView = {
  make() {
    // One field for as long as the page lasts: what is half typed there stays.
    this.field ??= h('input', { id: 'quantity', 'data-key': 'quantity', placeholder: 'norm(grad)', spellcheck: 'false', onchange: event => choose(event.target.value) });
    if (document.activeElement !== this.field) this.field.value = app.quantity;
    return h('div', { class: 'extra' }, h('div', { class: 'over' }, h('h2', {}, h('label', { for: 'quantity' }, 'Over ', h('span', { class: 'm' }, 't'))), this.field, h('p', { class: 'quiet end', id: 'quantitynote' })), h('div', { id: 'quantityfigure' }));
  },
  render(t) {
    const box = $('quantityfigure');
    if (!box) return;
    $('quantitynote').textContent = app.quantityError || '';
    const data = app.quantityData;
    if (!data?.length) { box.replaceChildren(); return; }
    const u = unit(), width = box.clientWidth || 400, height = app.view === 'quantities' ? spaceHeight() - 44 * u : 104 * u, left = 34 * u, right = width - 24 * u, top = 6 * u, bottom = height - 20 * u;
    const x = scale(0, Math.max(extent(), 1), left, right), y = valueScale(data.map(one => one.values), bottom, top);
    const svg = h('svg', { class: 'figure', viewBox: `0 0 ${width} ${height}`, width, height, ...inWords('quantity', `${app.quantity} over t`) });
    for (const [v, text] of y.ticks(3)) svg.append(h('line', { class: 'gridline', x1: left, x2: right, y1: y(v), y2: y(v) }), h('text', { class: 'q', x: left - 7 * u, y: y(v) + 4 * u, 'text-anchor': 'end' }, text));
    for (const [v, text] of x.ticks(6)) if (Number.isInteger(v)) svg.append(h('text', { class: 'q', x: x(v), y: bottom + 16 * u, 'text-anchor': 'middle' }, text));
    const ends = [];
    let farthest = left;
    data.forEach((one, i) => {
      svg.append(h('path', { class: i % 2 ? 'quietline' : 'ink', 'stroke-width': 1.5, 'stroke-dasharray': i > 1 ? '4 2' : '', d: linePath(one.t, one.values, x, y) }));
      const k = place(one.t, t), py = y(one.values[k]);
      if (Number.isFinite(py)) svg.append(h('circle', { class: 'inkfill', cx: x(one.t[k]), cy: py, r: 3 * u }), h('text', { class: 'halo', x: x(one.t[k]) - 6 * u, y: py + (i % 2 ? -6 : 14) * u, 'text-anchor': x(one.t[k]) < left + 60 * u ? 'start' : 'end' }, fmt(one.values[k])));
      const short = /\[(\d+)\]$/.exec(one.name);
      farthest = Math.max(farthest, x(one.t.at(-1)));
      if (data.length > 1) ends.push([y(one.values.at(-1)), short && app.surface ? (app.surface.axes || ['x', 'y'])[short[1]] || one.name : short ? short[1] : one.name]);
    });
    spread(ends, 13 * u, top, bottom).forEach(([yy, name]) => svg.append(h('text', { class: 'math halo', x: farthest + 6 * u, y: yy + 4 * u }, name)));
    svg.append(h('line', { class: 'ink', x1: x(t), x2: x(t), y1: top - 4, y2: bottom }));
    box.replaceChildren(svg);
  },
};

async function lookAtQuantity() {
  app.quantityError = '';
  const [plot] = await look(`plot ${app.quantity}`);
  app.quantityError = plot.error ? app.status.t > 0 ? plot.error : 'after the first update' : '';
  app.quantityData = (plot.series || []).slice(0, 4).map(one => ({ name: one.name, t: one.t, values: one.values.map(value) }));
}

async function choose(text) {
  app.quantity = text.trim();
  store.set('quantity', app.quantity);
  if (!app.quantity) { app.quantityData = null; overView.render(app.t); return; }
  if (frozen) { frozenQuantity(); return; }
  command(`plot ${app.quantity}`, 'field over t');
}

// ---- The network ----

const most = { units: 12, parameters: 20000 };
const isDrawn = network => network.parameters <= most.parameters;

/// Takes over what the session says of the network.
function takeNetwork(said) {
  app.network = unless(said.network);
  if (!app.network) { app.layers = {}; app.answers = app.predicted = null; return; }
  const layers = unless(said.layers), answers = unless(said.answers);
  app.layers = layers && isDrawn(app.network) ? {
    ...layers, z: layers.z.map(list => list?.map(value)), a: layers.a.map(list => list?.map(value)), d: layers.d.map(list => list?.map(value)), g: layers.g?.map?.(value) ?? null,
    W: layers.W.map(W => W?.map?.(row => row.map(value)) ?? null),
  } : {};
  if (layers) app.example = layers.example;
  app.answers = answers && isDrawn(app.network) ? readAnswers(answers) : null;
  app.unitWorked = said.unit ? unless(said.unit)?.explanations ?? [] : null;
  if (app.unit && (app.unit.layer > app.network.layers.length || app.unit.index >= app.network.layers[app.unit.layer - 1].units)) app.unit = null;
  if (app.predicted) app.predicted = unless(said.predicted) && app.predicted.x.length === app.network.inputs ? said.predicted : null;
}

/// Unpacks what units and outputs answer over the features.
function readAnswers(answers) {
  if (answers.points) {
    app.ground = {
      ...answers, examples: unpack(answers.examples), points: answers.points.map(text => unpack(text)),
      labels: answers.labels ? unpack(answers.labels) : null, targets: answers.targets ? unpack(answers.targets) : null, isPlane: answers.points.length === 2,
    };
  }
  return {
    ...app.ground, units: answers.units.map(unpackShares), output: answers.output ? unpackShares(answers.output)[0] : null, outputCount: answers.output_count ?? 1,
    ...Object.fromEntries(['winner', 'sure', 'lead'].map(name => [name, answers[name] ? unpackShares(answers[name])[0] : null])),
  };
}

const exampleNumber = () => app.layers.batch?.[app.example];
const exampleInputs = () => app.layers.input ?? null;
/// From the network's scale to the feature's own, and back.
const shownInput = (v, i) => app.network.scales ? v * app.network.scales[i] + app.network.means[i] : v;
const usedInput = (v, i) => app.network.scales ? (v - app.network.means[i]) / app.network.scales[i] : v;

async function lookAtSubnets() {
  if (!app.network?.dropout || app.status.t === 0) { app.subnets = null; return; }
  const inputs = exampleInputs(), x = inputs && inputs.length <= 64 ? inputs.join(',') : '', mask = app.chosenMask ? ` mask=${app.chosenMask.join(',')}` : '';
  const [plot, mean, chosen] = await look(`plot subnets${x ? ` at=${x}` : ''}`, `subnets${x ? ` x=${x}` : ''}`, ...(mask ? [`subnets${x ? ` x=${x}` : ''}${mask}`] : []));
  app.subnets = plot.error && mean.error ? null : { ...(mean.error ? {} : mean), ...(plot.error ? { refusal: plot.error } : { edges: plot.edges, probabilities: plot.probabilities, units: plot.units }) };
  app.chosenSubnet = chosen?.subnetworks?.[0]?.output ?? null;
}

function unitLine(layer, index) { return `explain unit ${layer} ${index}${app.example ? ` ${app.example}` : ''}`; }

async function chooseUnit(layer, index) {
  app.unit = { layer, index };
  app.weight = app.predicted = null;
  command(app.status.t === 0 ? `units ${layer}` : unitLine(layer, index), `click on unit ${index}`);
  render();
}

/// Takes another example of the batch, for the numbers in the picture.
async function chooseExample(index) {
  app.example = index;
  app.predicted = null;
  await refresh();
}

/// Runs an input forward through the network: unit by unit in the picture.
function predict(x, cause) {
  const line = `predict x=${x.map(v => plain(v, 6)).join(',')}`;
  app.predicted = { x: x.map(v => Number(plain(v, 6))), layers: null };
  app.unit = app.weight = null;
  app.revealed = isStill() ? Infinity : 0;
  command(line, cause);
}

function reveal() {
  if (!app.predicted?.layers || app.revealed > app.network.layers.length) return;
  const mine = app.revealing = {};
  setTimeout(() => {
    if (app.revealing !== mine || !app.predicted) return;
    app.revealed += 1;
    if (app.view === 'network') { networkView.render(); renderWhy(); }
  }, 260);
}

/// The style sheet's colours as numbers, read once for each dress.
const palette = new Map();
function colours(...names) {
  return names.map(name => {
    if (!palette.has(name)) {
      const t = getComputedStyle(document.documentElement).getPropertyValue(name).trim(), full = t.length === 4 ? '#' + [...t.slice(1)].map(c => c + c).join('') : t;
      palette.set(name, [1, 3, 5].map(i => parseInt(full.slice(i, i + 2), 16)));
    }
    return palette.get(name);
  });
}

/// A colour of the scale from s0 (negative) through the ground to s1 (positive), as numbers.
function diverging() {
  const [ground, low, high] = colours('--ground', '--s0', '--s1');
  return share => { const s = Math.max(-1, Math.min(1, share)), to = s < 0 ? low : high, a = Math.abs(s) * 0.72; return ground.map((c, i) => c + (to[i] - c) * a); };
}

/// Numbers as an image, row by row from the lowest, `columns` each.
function heat(grid, columns, low, high, middle) {
  const colour = diverging(), reach = Math.max(Math.abs(high - middle), Math.abs(low - middle)) || 1, steps = 128;
  // A step of the scale is finer than an eye tells.
  const scale = Array.from({ length: 2 * steps + 1 }, (_, i) => colour(i / steps - 1)), none = colours('--grid')[0];
  return raster(grid.length, columns, i => scale[Math.round((Math.max(-1, Math.min(1, (grid[i] - middle) / reach)) + 1) * steps)] ?? none);
}

const rasters = new Map();
/// A canvas with a dot for each number; it is the same one for the next image of its size.
function raster(count, columns, colourOf) {
  const rows = count / columns, key = `${columns} ${rows}`;
  if (!rasters.has(key)) { const canvas = h('canvas', { width: columns, height: rows }), context = canvas.getContext('2d', { willReadFrequently: true }); rasters.set(key, { canvas, context, image: context.createImageData(columns, rows) }); }
  const { canvas, context, image } = rasters.get(key);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) {
    const [red, green, blue] = colourOf(r * columns + c), p = 4 * ((rows - 1 - r) * columns + c);
    image.data[p] = red; image.data[p + 1] = green; image.data[p + 2] = blue; image.data[p + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/// The mask of a layer: the chosen subnetwork's, or the last update's for the example. What is
/// predicted is predicted by all units.
function maskOf(k) {
  const own = app.layers.mask?.[k - 1];
  if (!own || app.predicted) return null;
  if (!app.chosenMask) return own;
  let from = 0;
  for (let l = 1; l < k; l++) from += app.layers.mask[l - 1]?.length ?? 0;
  return app.chosenMask.slice(from, from + own.length);
}

/// z or a of a layer, of the predicted input or of the example; what is not revealed yet is not there.
function valuesOf(k, name) {
  if (!app.predicted) return app.layers[name]?.[k - 1];
  return k <= app.revealed ? app.predicted.layers?.[k - 1]?.[name]?.map(value) : null;
}

const networkView = {
  render() {
    const { network, layers } = app;
    if (!network) { fill($('space'), welcome()); return; }
    reveal();
    const head = h('div', { class: 'head' }, h('h2', {}, `Network ${network.name}`), h('p', { class: 'quiet' }, network.dropout || ''), h('p', { class: 'quiet end' }, ''));
    if (!layers.W?.[0]) { fill($('space'), head, h('p', { class: 'empty' }, `${network.parameters} parameters are too many to draw; the numbers beside are the program's.`)); return; }
    measure();
    const { u, isPhone, space } = app.size, hasPlane = !!(app.answers?.output ?? app.answers?.winner), isStacked = isPhone && hasPlane;
    const width = Math.max(space, isStacked ? (network.layers.length + 1) * 84 * u : 640), height = app.size.height + (isStacked ? 470 : 20) * u;
    const key = JSON.stringify([network, width, height, u, devicePixelRatio, document.documentElement.dataset.theme, app.answers?.key]);
    if (!this.svg?.isConnected || this.key !== key) {
      this.key = key;
      const inner = h('div', { class: 'net-in' }, this.ground(width, height), this.figure(width, height, u, isStacked));
      inner.style.minWidth = `${width}px`;
      fill($('space'), head, h('div', { class: 'net', tabindex: width > space ? 0 : null, role: 'group', 'aria-label': width > space ? 'The network; it scrolls sideways' : 'The network' }, inner));
    }
    this.move();
  },

  /// What lies under the figure: the units' and the outputs' pictures.
  ground(width, height) {
    this.canvas = h('canvas', { width: Math.round(width * devicePixelRatio), height: Math.round(height * devicePixelRatio), 'aria-hidden': 'true' });
    this.pen = this.canvas.getContext('2d', { willReadFrequently: true });
    return this.canvas;
  },
  draw(image, x, y, w, height, opacity = 1) {
    this.pen.globalAlpha = opacity;
    this.pen.drawImage(image, x, y, w, height);
  },

  /// What stays as long as the network, the data and the window do; `move` draws the rest.
  figure(width, height, u, isStacked) {
    const { network } = app, hasPlane = !!(app.answers?.output ?? app.answers?.winner), isBeside = hasPlane && !isStacked;
    const counts = [network.inputs, ...network.layers.map(layer => layer.units)], shown = counts.map(count => Math.min(count, most.units));
    // The last layer is the boundary where there is one.
    const drawn = hasPlane && counts.at(-1) === 1 ? counts.length - 1 : counts.length;
    const planeWidth = isStacked ? Math.min(app.size.space, 400 * u) - 26 * u : Math.min(300 * u, width * 0.41), planeLeft = isStacked ? 0 : width - planeWidth - 20 * u;
    const span = (isBeside ? planeLeft - 60 * u : width - 60 * u) / Math.max(drawn - 0.35, 1);
    const boxW = Math.min(48 * u, span * 0.5), top = 44 * u, bottom = isStacked ? app.size.height : height - 8 * u, tallest = Math.max(...shown.slice(0, drawn));
    const pitch = Math.min(60 * u, (bottom - top) / tallest), boxH = Math.min(32 * u, pitch * 0.74);
    const places = shown.map((count, k) => { const own = k === 0 ? Math.min(116 * u, Math.max(pitch, (bottom - top) / Math.max(count, 1))) : pitch; return Array.from({ length: count }, (_, i) => [4 * u + k * span, top + (bottom - top) / 2 - count * own / 2 + i * own + own / 2]); });
    // The edges to the output end at its picture; where that is below, a line leads there.
    const out = isStacked ? [width - 8 * u, (top + bottom) / 2] : hasPlane ? [planeLeft, top + planeWidth * 0.33] : null;
    Object.assign(this, { u, height, counts, drawn, boxW, boxH, places, out });
    this.plane = hasPlane ? { left: planeLeft, top: isStacked ? bottom + 56 * u : top, w: planeWidth, hh: planeWidth * 0.665 } : null;
    this.lead = isStacked && drawn < counts.length ? h('path', { class: 'quietline', d: `M${out[0]} ${out[1]}V${this.plane.top - 40 * u}H${planeWidth * 0.4}V${this.plane.top}` }) : '';
    this.edges = h('g', { 'aria-hidden': 'true' });
    const weightAt = event => event.target.dataset.weight?.split(' ').map(Number);
    this.edges.addEventListener('click', event => { const at = weightAt(event); if (at) this.chooseWeight(...at); });
    this.edges.addEventListener('mouseover', event => { const at = weightAt(event); if (at) preview(this.weightLine(...at)); });
    this.edges.addEventListener('mouseout', () => preview(''));
    this.units = h('g', {});
    this.svg = h('svg', { class: 'figure', viewBox: `0 0 ${width} ${height}`, width, height, ...inWords('network', `The network ${network.name}: units and weights`), role: 'group' }, this.lead, this.edges, this.units);
    if (hasPlane) this.planeFrame();
    return this.svg;
  },

  /// What a step changes.
  move() {
    const { u, places, drawn, counts } = this, { canvas, pen } = this;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    this.edges.replaceChildren(...this.paths());
    fill(this.units, places.slice(0, drawn).map((own, k) => this.column(k, own, counts[k], u)));
    if (this.plane) this.movePlane();
  },

  paths() {
    const { places, drawn, boxW, out } = this, { network, layers, unit: chosen } = app, paths = [];
    for (let k = 1; k < places.length; k++) {
      const W = layers.W[k - 1];
      if (!W) continue;
      const pieces = network.layers[k - 1].pieces || 1, most = W.reduce((most, row) => row.reduce((m, v) => Math.max(m, Math.abs(v)), most), 0) || 1;
      const isOut = k >= drawn;
      if (isOut && !out) continue;
      const z = valuesOf(k, 'z'), mask = maskOf(k), maskBefore = k > 1 ? maskOf(k - 1) : null;
      for (let i = 0; i < (isOut ? 1 : places[k].length); i++) for (let j = 0; j < places[k - 1].length; j++) {
        if (mask?.[i] === 0 || maskBefore?.[j] === 0) continue;
        let row = i * pieces;
        if (pieces > 1 && z) for (let p = 1; p < pieces; p++) if (z[i * pieces + p] > z[row]) row = i * pieces + p;
        const w = W[row]?.[j], [x1, y1] = places[k - 1][j], [x2, y2] = isOut ? out : places[k][i], share = Math.abs(w) / most;
        if (!(share > 0.01)) continue;
        const touches = chosen && (chosen.layer === k && chosen.index === i || chosen.layer === k - 1 && chosen.index === j);
        const from = x1 + boxW, middle = (from + x2) / 2;
        paths.push(h('path', { class: `stroke edge ${w < 0 ? 'c0' : 'c1'}`, 'data-weight': `${k} ${row} ${j}`, 'stroke-width': (0.6 + 5 * share * share).toFixed(2), opacity: chosen ? (touches ? 1 : 0.35) : 0.45, d: `M${from} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}` }));
      }
    }
    return paths;
  },

  /// Where a weight's gradient lies in g.
  flat(k, row, column) {
    let offset = 0;
    for (let l = 1; l < k; l++) { const W = app.layers.W[l - 1]; offset += W.length * W[0].length + W.length; }
    return offset + row * app.layers.W[k - 1][0].length + column;
  },
  weightLine(k, row, column) { return `explain g[${this.flat(k, row, column)}]`; },
  async chooseWeight(k, row, column) {
    if (app.status.t === 0) return;
    const line = this.weightLine(k, row, column);
    app.unit = app.predicted = null;
    app.weight = { layer: k, row, column, name: `W${k}[${row},${column}]`, value: app.layers.W[k - 1][row][column] };
    command(line, `click on W${k}[${row},${column}]`);
    const [answer] = await look(line).catch(() => [{}]);
    if (app.weight?.row === row && app.weight.column === column) app.weight.answer = answer;
    renderWhy();
  },

  column(k, places, count, u) {
    const { boxW, boxH } = this, { network, unit: chosen, answers } = app, info = k ? network.layers[k - 1] : null;
    const x = places[0]?.[0] ?? 0, mask = k ? maskOf(k) : null;
    const kept = mask ? mask.filter(bit => bit !== 0).length : null;
    const nodes = [h('text', { class: 'math', x, y: 13 * u }, k ? 'a' : 'x', k ? h('tspan', { dy: '-0.4em', class: 'idx' }, `(${k})`) : ''),
      h('text', { class: 'q', x, y: 27 * u }, k ? `${info.activation}${kept !== null ? `, ${kept} of ${count} kept` : ''}` : 'input')];
    const grids = k ? answers?.units[k - 1] : null;
    const values = k ? valuesOf(k, 'a') : app.predicted?.x ?? exampleInputs();
    let reach = 0;
    for (const grid of grids ?? []) for (const v of grid) if (Math.abs(v) > reach) reach = Math.abs(v);
    const valueColour = diverging(), strongest = Math.max(1e-300, ...(values ?? []).map(v => Math.abs(v)).filter(Number.isFinite));
    places.forEach(([px, py], i) => {
      const isDropped = mask?.[i] === 0, isChosen = chosen && chosen.layer === k && chosen.index === i;
      const label = k ? `unit ${i} of layer ${k}${isDropped ? ', dropped' : ''}` : `input ${network.features?.[i] ?? i}`;
      const v = values?.[i], isRamp = !k && network.inputs <= 2, isPicture = grids?.[i] && answers.isPlane || isRamp;
      const group = h('g', k ? { class: 'unit', role: 'button', tabindex: 0, 'data-key': `unit ${k} ${i}`, 'aria-label': `${label}${v !== undefined ? `, a ${fmt(v)}` : ''}`, 'aria-pressed': String(!!isChosen) } : {});
      group.append(h('rect', { class: isPicture ? 'clear' : 'ground', x: px, y: py - boxH / 2, width: boxW, height: boxH }));
      if (isRamp) { const n = 24, ramp = Float32Array.from({ length: n }, (_, c) => c / (n - 1) * 2 - 1); this.draw(heat(ramp, i === 1 ? 1 : n, -1, 1, 0), px, py - boxH / 2, boxW, boxH); }
      else if (isPicture) this.draw(heat(grids[i], answers.columns, -reach, reach, 0), px, py - boxH / 2, boxW, boxH, isDropped ? 0.25 : 1);
      else if (grids?.[i]) group.append(h('path', { class: 'ink', opacity: isDropped ? 0.25 : null, d: linePath(grids[i].map((_, c) => c), grids[i], scale(0, grids[i].length - 1, px + 1, px + boxW - 1), scale(-reach, reach || 1, py + boxH / 2 - 2, py - boxH / 2 + 2)), 'stroke-width': 1.2 }));
      else if (typeof v === 'number' && !isDropped) { const tint = h('rect', { x: px, y: py - boxH / 2, width: boxW, height: boxH }); tint.style.fill = `rgb(${valueColour(v / strongest * 0.8).map(Math.round)})`; group.append(tint); }
      group.append(h('rect', { class: 'frame', x: px, y: py - boxH / 2, width: boxW, height: boxH, 'stroke-dasharray': isDropped ? '4 3' : null, 'stroke-width': isChosen ? 3 : 1 }));
      if (isChosen) group.append(h('rect', { class: 'stroke c0', fill: 'none', x: px - 4 * u, y: py - boxH / 2 - 4 * u, width: boxW + 8 * u, height: boxH + 8 * u, 'stroke-width': 2 }));
      if (isDropped) { const s = 6 * u, cx = px + boxW / 2; group.append(h('path', { class: 'ink', 'stroke-width': 1.8, d: `M${cx - s} ${py - s}L${cx + s} ${py + s}M${cx + s} ${py - s}L${cx - s} ${py + s}` })); }
      else if (v !== undefined && v !== null) group.append(k ? h('text', { class: `halo ${isChosen ? 'b' : ''}`, x: px + boxW + 5 * u, y: py - boxH / 2 + 9 * u }, fmt(v)) : h('text', { class: 'halo', x: px, y: py - boxH / 2 - 6 * u }, fmt(v)));
      if (!k && places.length <= 4) group.append(h('text', { class: network.features?.[i] ? 'q' : 'math', x: px, y: py + boxH / 2 + 15 * u }, network.features?.[i] ? short(network.features[i], 12) : `x${i}`));
      if (k) {
        const choose = () => chooseUnit(k, i), tell = () => preview(app.status.t ? unitLine(k, i) : `units ${k}`);
        group.addEventListener('click', choose);
        group.addEventListener('keydown', event => { if (event.key === 'Enter') { event.preventDefault(); choose(); } });
        group.addEventListener('mouseenter', tell); group.addEventListener('focus', tell); group.addEventListener('mouseleave', () => preview(''));
      }
      nodes.push(group);
    });
    if (count > places.length && places.length) nodes.push(h('text', { class: 'q', x, y: places.at(-1)[1] + boxH }, `and ${count - places.length} more`));
    return nodes;
  },

  /// The colour of each of some numbers, by how far it is from their middle.
  tint(numbers) {
    const [low, high] = extremes(numbers), colour = diverging();
    return v => `rgb(${colour((v - (low + high) / 2) / ((high - low) / 2 || 1)).map(Math.round)})`;
  },

  /// The frame in which the outputs are drawn over the features, and the data.
  planeFrame() {
    const { left, top, w, hh } = this.plane, { u } = this, { answers } = app;
    this.x = scale(answers.x[0], answers.x[1], left, left + w);
    this.answersGroup = h('g', {}); this.data = h('g', {}); this.above = h('g', {}); this.around = h('g', {});
    this.area = h('g', { class: 'area', ...inWords('boundary', answers.classes ? 'The boundary between the classes' : 'What the network predicts, with the data') }, h('defs', {}, h('clipPath', { id: 'planearea' }, h('rect', { x: left, y: top, width: w, height: hh }))), h('rect', { class: 'clear', x: left, y: top, width: w, height: hh }),
      h('g', { 'clip-path': 'url(#planearea)' }, this.answersGroup, this.data, this.above), h('rect', { class: 'frame', x: left, y: top, width: w, height: hh }));
    this.dataKey = null;
    this.svg.append(this.area, this.around);
    for (const [v, text] of this.x.ticks(4)) this.svg.append(h('text', { class: 'q', x: this.x(v), y: top + hh + 15 * u, 'text-anchor': 'middle' }, text));
    if (app.network.predicts) this.clicks(this.area, this.svg);
  },

  /// What the network answers over its features: the boundary between classes, a fitted surface, or a
  /// curve where there is one feature.
  movePlane() {
    const { left, top, w, hh } = this.plane, { u, x } = this, { answers } = app, { isPlane, winner } = answers;
    const batch = app.layers.batch ?? [], k = app.network.layers.length, isBinary = !winner && answers.classes?.length === 2, grid = answers.output ?? answers.sure;
    const values = isPlane ? null : [...grid, ...(answers.targets ?? (answers.labels ? [0, 1] : []))].filter(Number.isFinite);
    const y = this.y = isPlane ? scale(answers.y[0], answers.y[1], top + hh, top) : valueScale([values], top + hh, top);
    const what = isBinary ? `: P(${short(String(answers.classes[1]), 8)})` : winner && !isPlane ? ': the largest' : answers.outputCount > 1 ? `: the first of ${answers.outputCount}` : '';
    const { accuracy, val_accuracy: validation } = app.layers, scores = [typeof accuracy === 'number' ? `accuracy ${fmt(accuracy)}` : '', typeof validation === 'number' ? `val. ${fmt(validation)}` : ''].filter(Boolean).join(', ');
    const shown = [], above = [];
    if (!isPlane) shown.push(h('path', { class: 'ink', 'stroke-width': 2, d: linePath(Array.from(grid, (_, i) => answers.x[0] + (answers.x[1] - answers.x[0]) * i / (grid.length - 1)), grid, x, y) }));
    else if (winner) { this.draw(classMap(answers), left, top, w, hh); shown.push(h('path', { class: 'ink', 'stroke-width': 1.5, d: borders(answers, x, y) })); }
    else if (isBinary) { this.draw(heat(grid, answers.wide, 0, 1, 0.5), left, top, w, hh); shown.push(h('path', { class: 'ink', 'stroke-width': 2, d: isoline(grid, answers, 0.5, x, y) })); }
    else { const [low, high] = extremes(grid); this.draw(heat(grid, answers.wide, low, high, (low + high) / 2), left, top, w, hh); }
    this.answersGroup.replaceChildren(...shown);
    const dataKey = `${y.low} ${y.high}`;
    if (this.dataKey !== dataKey) {
      this.dataKey = dataKey;
      this.colourOf = isPlane && answers.targets ? this.tint(answers.targets) : null;
      this.data.replaceChildren(...Array.from(answers.examples, (_, i) => this.dot(i, 3 * u)).filter(Boolean));
    }
    const here = app.predicted ? app.predicted.x : app.status.t > 0 ? exampleInputs() : null;
    const hx = here ? x(shownInput(here[0], 0)) : null, hy = here && isPlane ? y(shownInput(here[1], 1)) : null;
    if (here) above.push(h('path', { class: 'dotted', d: `M${hx} ${top}V${top + hh}${hy !== null ? `M${left} ${hy}H${left + w}` : ''}` }));
    const places = this.placeOf();
    for (const number of batch) { const one = places.has(number) && this.dot(places.get(number), 4.2 * u, 'member'); if (one) above.push(one); }
    if (here && hy !== null) above.push(h('circle', { class: 'ring', fill: 'none', cx: hx, cy: hy, r: 9 * u, 'stroke-width': 2 }));
    if (winner && isPlane) above.push(...regions(answers, x, y, this.plane, u));
    this.above.replaceChildren(...above);
    const around = [h('text', { class: 'math', x: left, y: top - 31 * u }, 'a', h('tspan', { dy: '-0.4em', class: 'idx' }, `(${k})`)),
      h('text', { class: 'q', x: left, y: top - 17 * u }, `${app.network.layers[k - 1].activation}${what}`),
      h('text', { class: 'q', x: left + w, y: top - 17 * u, 'text-anchor': 'end' }, w > 250 * u ? scores : '')];
    for (const [v, text] of y.ticks(3)) around.push(h('text', { class: 'q', x: left + w + 5 * u, y: y(v) + 4 * u }, text));
    this.around.replaceChildren(...around, ...this.legend(left, top + hh + 36 * u, w, u));
  },

  /// An example as a mark; nothing where it lies outside.
  dot(i, size, more = '') {
    const { answers } = app, { left, top, w, hh } = this.plane, px = this.x(answers.points[0][i]), label = answers.labels?.[i], target = answers.targets?.[i], py = this.y(answers.isPlane ? answers.points[1][i] : target ?? label);
    if (!(px >= left && px <= left + w && py >= top && py <= top + hh)) return null;
    const one = mark(label >= 0 ? label : 0, px, py, size, more);
    if (this.colourOf && target !== undefined) { one.style.fill = this.colourOf(target); if (!more) one.style.stroke = 'var(--quiet)'; }
    return one;
  },

  /// Where each example that is drawn stands in the list of them.
  placeOf() {
    const { ground } = app;
    return ground.places ??= new Map(Array.from(ground.examples, (number, i) => [number, i]));
  },

  clicks(area, svg) {
    const spot = event => {
      const { answers } = app, { x, y, u } = this, { px, py } = svgPoint(svg, event);
      let near = null;
      answers.examples.forEach((number, i) => { const d = Math.hypot(x(answers.points[0][i]) - px, answers.isPlane ? y(answers.points[1][i]) - py : 0); if (d < 7 * u && (!near || d < near.d)) near = { i, d, number }; });
      const shown = near ? answers.points.map(list => list[near.i]) : [x.inverse(px), ...(answers.isPlane ? [y.inverse(py)] : [])];
      return { near, x: shown.map((v, i) => usedInput(near ? v : Number(plain(v, 3)), i)) };
    };
    area.addEventListener('click', event => {
      const { near, x: inputs } = spot(event), place = near ? (app.layers.batch ?? []).indexOf(near.number) : -1;
      if (place >= 0) app.example = place;
      predict(inputs, 'click on the boundary');
    });
    area.addEventListener('mousemove', event => preview(`predict x=${spot(event).x.map(v => plain(v, 6)).join(',')}`));
    area.addEventListener('mouseleave', () => preview(''));
  },

  legend(left, y, w, u) {
    const { answers } = app, classes = answers.classes ?? [], nodes = [], batch = app.layers.batch?.length;
    let px = left + 5 * u, rows = 1;
    const put = (sign, words) => {
      const width = (words.length * 6.2 + 28) * u;
      if (px + width > left + w + 20 * u && px > left + 5 * u) { if (rows === 3) return false; rows += 1; px = left + 5 * u; y += 18 * u; }
      nodes.push(sign(px, y - 4 * u), h('text', { x: px + 9 * u, y }, words));
      px += width;
      return true;
    };
    const told = classes.findIndex((name, i) => !put((mx, my) => mark(i, mx, my, 4.5 * u), `${classes.length > 4 ? '' : 'class '}${short(String(name), 8)}`));
    if (told >= 0) nodes.push(h('text', { class: 'q', x: px, y }, `and ${classes.length - told} more`));
    else if (batch) put((mx, my) => h('circle', { class: 'hollow', cx: mx, cy: my, r: 4.5 * u }), `in this batch of ${batch}`);
    const here = exampleInputs(), number = exampleNumber(), lines = [], { predicted } = app;
    const point = x => `(${x.slice(0, 4).map((v, i) => fmt(Number(shownInput(v, i).toFixed(6)))).join(', ')}${x.length > 4 ? ', …' : ''})`;
    if (predicted) {
      const isDone = predicted.layers && app.revealed > app.network.layers.length;
      lines.push(['Point', point(predicted.x), 'b']);
      lines.push(['output', isDone ? [predicted.output].flat().slice(0, 3).map(v => fmt(v)).join(', ') + ([predicted.output].flat().length > 3 ? ', …' : '') : '…', '']);
      if (isDone && predicted.class !== undefined) lines.push(['class', `${short(String(predicted.class), 12)}, with confidence ${fmt(predicted.confidence)}`, '']);
    } else if (here && app.status.t > 0) {
      const a = app.layers.a.at(-1), target = app.layers.target;
      lines.push([`Example ${number}`, `${point(here)}${typeof target === 'string' ? `, class ${short(target, 10)}` : Array.isArray(target) ? `, y ${target.slice(0, 2).map(v => fmt(v)).join(', ')}` : ''}`, 'b']);
      if (a) lines.push(['this update', `${a.slice(0, 3).map(v => fmt(v)).join(', ')}${a.length > 3 ? ', …' : ''}${app.layers.mask.some(Boolean) ? ' under its masks' : ''}`, '']);
      if (typeof app.subnets?.weight_scaled === 'number') lines.push(['tested', `${fmt(app.subnets.weight_scaled)}, all units kept`, '']);
    }
    if (answers.example_count > answers.examples.length) lines.push(['data', `${answers.examples.length} of ${answers.example_count} examples are drawn`, 'q']);
    lines.push(['edges', 'blue negative, orange positive, wide large', 'q']);
    if (!predicted && app.network.predicts) lines.push(['a click', 'runs that point forward, unit by unit', 'q']);
    // In a low window the last of them go first.
    lines.forEach(([name, text, cls], i) => { const py = y + (24 + 19 * i) * u; if (py < this.height) nodes.push(h('text', { class: cls === 'b' ? 'b' : 'q', x: left, y: py }, name), h('text', { class: cls === 'q' ? 'q' : '', x: left + 88 * u, y: py }, text)); });
    return nodes;
  },
};

/// Where in a figure the pointer is.
function svgPoint(svg, event) {
  const r = svg.getBoundingClientRect(), { width, height } = svg.viewBox.baseVal;
  return { px: (event.clientX - r.left) * width / r.width, py: (event.clientY - r.top) * height / r.height };
}

const extremes = list => { let low = Infinity, high = -Infinity; for (const v of list) if (Number.isFinite(v)) { if (v < low) low = v; if (v > high) high = v; } return low <= high ? [low, high] : [0, 1]; };

/// Each place in the colour of its likeliest class, the fuller the surer.
function classMap({ winner, sure, wide, classes }) {
  const [ground, ...own] = colours('--ground', ...Array.from({ length: markCount }, (_, i) => `--k${i}`)), even = 1 / classes.length;
  return raster(winner.length, wide, i => {
    const share = 0.12 + 0.6 * Math.max(0, Math.min(1, (sure[i] - even) / (1 - even) || 0)), colour = own[winner[i] % own.length];
    return ground.map((c, n) => c + (colour[n] - c) * share);
  });
}

/// Where a sample of the outputs' picture lies: each fills a cell of it.
function cells({ x: [x0, x1], y: [y0, y1], wide, high }, x, y) {
  return [c => x(x0 + (x1 - x0) * (c + 0.5) / wide), r => y(y0 + (y1 - y0) * (r + 0.5) / high)];
}

/// Where a line crosses the sides of a picture's cells, cell by cell. It runs between samples that differ in
/// `side(i)`, and `share(i, j)` says how far from one to the other.
function* crossings(answers, x, y, side, share) {
  const { wide, high } = answers, [px, py] = cells(answers, x, y);
  for (let r = 0; r + 1 < high; r++) for (let c = 0; c + 1 < wide; c++) {
    const first = r * wide + c, own = side(first);
    if (own === side(first + 1) && own === side(first + wide) && own === side(first + wide + 1)) continue;
    const corners = [[c, r], [c + 1, r], [c + 1, r + 1], [c, r + 1]], found = [];
    for (let k = 0; k < 4; k++) {
      const [[c1, r1], [c2, r2]] = [corners[k], corners[(k + 1) % 4]], i = r1 * wide + c1, j = r2 * wide + c2;
      if (side(i) === side(j)) continue;
      const s = share(i, j);
      found.push([px(c1 + (c2 - c1) * s), py(r1 + (r2 - r1) * s)]);
    }
    yield found;
  }
}

/// A stroke of a path.
const stroke = (from, to) => `M${from.map(v => v.toFixed(1))}L${to.map(v => v.toFixed(1))}`;

/// The borders between the regions of the likeliest classes, cell by cell.
function borders(answers, x, y) {
  const { winner, lead } = answers;
  let d = '';
  for (const found of crossings(answers, x, y, i => winner[i], (i, j) => lead[i] / (lead[i] + lead[j] || 1))) {
    // Three and more regions meet in the middle of their crossings.
    const isMeeting = found.length > 2, middle = isMeeting ? [0, 1].map(axis => found.reduce((sum, one) => sum + one[axis], 0) / found.length) : found[1];
    for (const one of isMeeting ? found : [found[0]]) d += stroke(one, middle);
  }
  return d;
}

/// The name of each class with its mark, where the network is surest of it.
function regions(answers, x, y, { left, top, w, hh }, u) {
  const { winner, lead, wide, classes } = answers, best = new Map(), [px, py] = cells(answers, x, y);
  winner.forEach((k, i) => { const one = best.get(k) ?? { i, lead: -1, count: 0 }; one.count += 1; if (lead[i] > one.lead) Object.assign(one, { i, lead: lead[i] }); best.set(k, one); });
  return [...best].filter(([, one]) => one.count > winner.length / 100).flatMap(([k, { i }]) => {
    const words = short(String(classes[k] ?? k), 8), half = (words.length * 3.4 + 8) * u;
    const cx = Math.max(left + half, Math.min(left + w - half, px(i % wide))), cy = Math.max(top + 10 * u, Math.min(top + hh - 8 * u, py(Math.floor(i / wide))));
    return [mark(k, cx - half + 6 * u, cy - 4 * u, 5 * u, 'member'), h('text', { class: 'halo b', x: cx - half + 15 * u, y: cy }, words)];
  });
}

const short = (text, count) => text.length > count ? text.slice(0, count - 1) + '…' : text;

/// Where a grid crosses a level, cell by cell.
function isoline(grid, answers, level, x, y) {
  let d = '';
  for (const found of crossings(answers, x, y, i => grid[i] > level, (i, j) => (grid[i] - level) / (grid[i] - grid[j]))) {
    for (let k = 0; k + 1 < found.length; k += 2) d += stroke(found[k], found[k + 1]);
  }
  return d;
}

function unitPanel() {
  const { unit: chosen, network } = app;
  if (app.predicted) return predictedPanel();
  if (app.weight) {
    const one = app.weight.answer?.explanations?.[0];
    return h('div', {}, h('div', { class: 'head' }, h('h2', {}, 'Weight ', h('span', { class: 'm' }, ...symbol(app.weight.name.split('[')[0], app.weight.name.split('[')[1].slice(0, -1)))), h('p', { class: 'quiet' }, `now ${fmt(app.weight.value)}`)),
      one ? worked([h('span', { class: 'm' }, '∂L/∂w')], one, true) : h('p', { class: 'quiet' }, app.weight.answer?.error || ''));
  }
  if (!chosen || app.status.t === 0) return h('div', {}, h('div', { class: 'head' }, h('h2', {}, app.status.t === 0 ? 'Before the first update' : 'A unit’s numbers')), h('p', { class: 'quiet' }, app.status.t === 0 ? 'After a step, a click on a unit shows its z, a and δ with numbers.' : 'A click on a unit shows its z, a and δ with numbers; a click on a weight its gradient.'));
  const layer = network.layers[chosen.layer - 1], mask = maskOf(chosen.layer), entry = `${chosen.index},${app.example}`;
  return h('div', { id: 'unitpanel' }, h('div', { class: 'head' }, h('h2', {}, `Unit ${chosen.index} of layer ${chosen.layer}`), h('p', { class: 'quiet' }, `${layer.activation}${mask ? mask[chosen.index] === 0 ? ', dropped' : ', kept' : ''}; example ${app.example} of the batch, number ${exampleNumber()}`), exampleButtons()),
    (app.unitWorked ?? []).map(one => {
      const name = /^[a-z]/.exec(one.quantity)?.[0];
      return h('div', { class: 'unitrow' }, worked([h('span', { class: 'm' }, ...symbol(`${name}${chosen.layer}`, /\[(.*)\]/.exec(one.quantity)?.[1] ?? entry))], one, name !== 'z'), name === 'a' ? slopePicture(layer, chosen) : '');
    }));
}

/// Goes through the examples of the batch.
function exampleButtons() {
  const count = app.layers.batch?.length ?? 0;
  if (count < 2) return '';
  const button = (by, name, words) => h('button', { class: 'small', 'data-key': `example ${by}`, 'aria-label': words, onclick: () => chooseExample((app.example + by + count) % count) }, name);
  return h('span', { class: 'end bits' }, button(-1, '‹', 'the example before'), button(1, '›', 'the next example'));
}

/// A forward pass, layer by layer: z, f(z) and the slope of each unit, and what comes of it.
function predictedPanel() {
  const { predicted, network } = app, layers = predicted.layers ?? [], isDone = app.revealed > network.layers.length;
  const rows = layers.flatMap((layer, k) => k + 1 > app.revealed ? [] : layer.a.slice(0, most.units).map((a, i) => {
    const pieces = network.layers[k].pieces || 1, winner = layer.winners?.[i] ?? 0;
    return h('tr', {}, i ? h('td') : h('th', { scope: 'row' }, `layer ${k + 1}`), h('td', { class: 'num' }, String(i)), h('td', {}, decimal(layer.z[i * pieces + winner])), h('td', {}, decimal(a)), h('td', {}, layer.slope ? decimal(layer.slope[i]) : pieces > 1 ? h('span', { class: 'quiet' }, `piece ${winner}`) : ''));
  }));
  return h('div', { id: 'predictedpanel' }, h('div', { class: 'head' }, h('h2', {}, 'Forward from ', h('span', { class: 'm' }, 'x'), ` = (${predicted.x.slice(0, 4).map(v => fmt(v)).join(', ')})`), h('p', { class: 'quiet' }, 'all units, as in testing'), h('button', { class: 'small end', 'data-key': 'unpredict', onclick: () => { app.predicted = null; render(); } }, 'close', h('kbd', { 'aria-hidden': 'true' }, 'esc'))),
    isDone ? h('p', { class: 'result' }, predicted.class !== undefined ? `class ${predicted.class}, confidence ${fmt(predicted.confidence)}` : `output ${[predicted.output].flat().slice(0, 4).map(v => fmt(v)).join(', ')}`) : h('p', { class: 'result quiet' }, '…'),
    h('div', { class: 'rolls', tabindex: 0, role: 'region', 'aria-label': 'Numbers of the forward pass' }, h('table', {}, h('thead', {}, h('tr', {}, h('th', {}, h('span', { class: 'unseen' }, 'layer')), h('th', { scope: 'col', class: 'num' }, 'unit'), ...['z', 'f(z)', 'f′(z)'].map(name => h('th', { scope: 'col' }, h('span', { class: 'dec' }, h('i', { class: 'm' }, name)))))), h('tbody', {}, rows))));
}

function worked(name, one, isNoted) {
  return h('div', { class: 'worked3' }, h('span', { class: 'eq' }, name, ' ='), h('div', {}, math(one.formula)), h('span', { class: 'eq' }, '='), h('div', { class: 'quiet' }, math(one.numbers || '')), h('span', { class: 'eq' }, '='), h('div', { class: 'result' }, fmt(one.value)), isNoted && one.note ? h('span') : '', isNoted && one.note ? h('div', { class: 'note' }, one.note) : '');
}

/// f and its tangent at the unit's z, from the program's own curve of the activation.
function slopePicture(layer, chosen) {
  const curve = app.curves?.[layer.activation];
  if (!curve) { if (curve === undefined) askCurve(layer.activation); return ''; }
  const pieces = layer.pieces || 1;
  const z = app.layers.z?.[chosen.layer - 1]?.[chosen.index * pieces];
  if (!Number.isFinite(z) || pieces > 1) return '';
  const u = unit(), w = 140 * u, hh = 70 * u, reach = Math.max(3, Math.abs(z) * 1.3);
  const x = scale(-reach, reach, 4, w - 4), low = Math.min(...curve.f), high = Math.max(...curve.f, 0.1);
  const inRange = curve.x.map((v, i) => [v, curve.f[i], curve.d[i]]).filter(([v]) => Math.abs(v) <= reach);
  const y = scale(Math.min(0, ...inRange.map(one => one[1])) - 0.2, Math.max(0.5, ...inRange.map(one => one[1])) * 1.1, hh - 4, 4);
  const i = place(curve.x, z), f = curve.f[i] + curve.d[i] * (z - curve.x[i]), slope = curve.d[Math.min(i, curve.d.length - 1)], dx = reach * 0.3;
  return h('div', { class: 'beside' }, h('div', {}, h('div', {}, h('span', { class: 'm' }, 'f(z)'), ` = ${fmt(app.layers.a[chosen.layer - 1][chosen.index])}`), h('div', {}, h('span', { class: 'dash c3' }), ' ', h('span', { class: 'm' }, 'f′(z)'), ` = ${fmt(slope)}`)),
    h('svg', { width: w, height: hh, viewBox: `0 0 ${w} ${hh}`, role: 'img', 'aria-label': `${layer.activation} with its tangent at z ${fmt(z)}` }, h('line', { class: 'gridline', x1: 4, x2: w - 4, y1: y(0), y2: y(0) }), h('line', { class: 'quietline', x1: x(0), x2: x(0), y1: 4, y2: hh - 4 }), h('line', { class: 'stroke c3', 'stroke-width': 5, opacity: 0.7, x1: x(z - dx), y1: y(f - slope * dx), x2: x(z + dx), y2: y(f + slope * dx) }), h('path', { class: 'ink', 'stroke-width': 1.5, d: linePath(inRange.map(one => one[0]), inRange.map(one => one[1]), x, y) }), h('circle', { class: 'inkfill', cx: x(z), cy: y(f), r: 4 * u }), h('text', { class: 'math', x: x(z) + 6 * u, y: y(f) + (y(f) + 16 * u > hh ? -8 : 14) * u }, 'z')));
}

async function askCurve(activation) {
  app.curves ??= {};
  app.curves[activation] = null;
  const [plot] = await look(`plot activation ${activation}`).catch(() => [{}]);
  const one = plot.activations?.[0];
  const f = one?.a, d = one?.slope, x = plot.z;
  if (!f || !d || !x) return;
  app.curves[activation] = { x: x.map(value), f: f.map(value), d: d.map(value) };
  renderWhy();
}

// ---- 2^M ----

function subnetsPanel(isLarge) {
  const subnets = app.subnets;
  if (!app.network) return '';
  if (!subnets) return app.status.t > 0 && app.network.dropout && !isLarge ? h('div', { id: 'subnetspanel' }) : isLarge ? h('p', { class: 'empty' }, app.network.dropout ? 'The subnetworks are counted after the first update.' : 'Without dropout there is one network: ', app.network.dropout ? '' : h('kbd', {}, 'dropout drop=0.5'), app.network.dropout ? '' : ' makes 2ᴹ of them.') : '';
  const u = unit(), width = ($(isLarge ? 'space' : 'why').clientWidth) || 460, height = isLarge ? Math.max(200 * u, spaceHeight() - 60 * u) : 118 * u, left = 34 * u, right = width - 6 * u, top = 30 * u, bottom = height - 18 * u;
  const title = h('div', { class: 'head' }, h('h2', {}, '2', h('sup', {}, h('i', {}, 'M')), ' subnetworks'), h('p', { class: 'quiet' }, h('span', { class: 'm' }, 'M'), ` = ${subnets.units}: ${String(subnets.count).replace(/\B(?=(\d{3})+$)/g, '\u202F')}${subnets.visited !== undefined ? `, of which ${subnets.visited} met in ${subnets.visits} draws` : ''}`));
  if (!subnets.edges) {
    const error = [subnets.standard_error].flat()[0], fact = (name, text) => [h('dt', {}, name), h('dd', {}, text)];
    return h('div', { id: 'subnetspanel' }, title, h('p', { class: 'note' }, subnets.refusal), h('dl', { class: 'facts' }, fact(subnets.exact ? 'mean of all' : 'mean of a sample of them', `${[subnets.ensemble].flat().slice(0, 4).map(v => fmt(v)).join(', ')}${error !== undefined ? ` ± ${fmt(error)}` : ''}`), fact('weights × keep', [subnets.weight_scaled].flat().slice(0, 4).map(v => fmt(v)).join(', '))));
  }
  const edges = subnets.edges.map(value), p = subnets.probabilities.map(value), x = scale(Math.min(0, edges[0]), Math.max(1, edges.at(-1)), left, right), y = scale(0, Math.max(...p) * 1.05, bottom, top);
  const svg = h('svg', { class: 'figure', viewBox: `0 0 ${width} ${height}`, width, height, ...inWords('subnets', 'Outputs of the subnetworks for one input') });
  for (const [v, text] of y.ticks(2)) svg.append(h('line', { class: 'gridline', x1: left, x2: right, y1: y(v), y2: y(v) }), h('text', { class: 'q', x: left - 6 * u, y: y(v) + 4 * u, 'text-anchor': 'end' }, text));
  const chosen = app.chosenSubnet, isIn = i => typeof chosen === 'number' && chosen >= edges[i] && (chosen < edges[i + 1] || i === p.length - 1 && chosen <= edges[i + 1]);
  p.forEach((v, i) => svg.append(h('rect', { class: 'fill', x: x(edges[i]) + 0.5, y: y(v), width: Math.max(0.5, x(edges[i + 1]) - x(edges[i]) - 1), height: Math.max(0, bottom - y(v)), opacity: isIn(i) ? 1 : 0.45 })));
  if (typeof chosen === 'number') { const px = Math.max(left, Math.min(right, x(chosen))); svg.append(h('polygon', { class: 'inkfill', points: `${px},${top + 8 * u} ${px - 5 * u},${top} ${px + 5 * u},${top}` })); }
  svg.append(h('line', { class: 'frame', x1: left, x2: right, y1: bottom, y2: bottom }));
  for (const [v, text] of x.ticks(4)) svg.append(h('text', { class: 'q', x: x(v), y: bottom + 15 * u, 'text-anchor': 'middle' }, text));
  if (typeof subnets.ensemble === 'number') {
    const line = (v, dash, words, row) => { const px = x(v), isLeft = px > (left + right) / 2; svg.append(h('line', { class: 'ink', 'stroke-width': 2, 'stroke-dasharray': dash, x1: px, x2: px, y1: top - 4, y2: bottom }), h('text', { class: 'halo', x: px + (isLeft ? -6 : 6) * u, y: (row ? 25 : 11) * u, 'text-anchor': isLeft ? 'end' : 'start' }, words, ' ', h('tspan', { 'font-weight': 'bold' }, fmt(v)))); };
    line(subnets.ensemble, '4 3', '- - mean of all', 0);
    line(subnets.weight_scaled, '', '— weights × keep', 1);
  }
  const masks = app.layers.mask.map((own, i) => own && [i + 1, maskOf(i + 1) ?? own]).filter(Boolean);
  return h('div', { id: 'subnetspanel' }, title,
    h('div', { class: 'pair' }, masks.map(([k, bits]) => h('div', { class: 'bits', role: 'group', 'aria-label': `mask of layer ${k}` }, h('span', { class: 'm' }, 'mask', h('sup', {}, `(${k})`), '\u00A0'), bits.slice(0, 32).map((bit, i) => maskBit(k, i, bit)), bits.length > 32 ? h('span', { class: 'quiet' }, ` and ${bits.length - 32} more`) : ''))), svg,
    app.chosenMask ? h('p', { class: 'over' }, h('span', {}, 'this subnetwork ', h('b', { id: 'chosensubnet' }, typeof chosen === 'number' ? fmt(chosen) : '…')), h('button', { class: 'small', 'data-key': 'unmask', onclick: () => { app.chosenMask = app.chosenSubnet = null; render(); lookAtSubnets().then(renderSubnets).catch(gone); } }, 'the update’s masks')) : h('p', { class: 'note' }, 'A click on a bit keeps or drops its unit.'));
}

function maskBit(k, i, bit) {
  const isSet = bit !== 0;
  const line = () => {
    const bits = app.layers.mask.flatMap((own, l) => own ? [...(maskOf(l + 1) ?? own)].map((b, j) => l + 1 === k && j === i ? 1 - b : b) : []), inputs = exampleInputs();
    return [bits, `subnets${inputs && inputs.length <= 64 ? ` x=${inputs.map(v => plain(v, 6)).join(',')}` : ''} mask=${bits.join(',')}`];
  };
  const tell = () => preview(line()[1]);
  return h('button', { 'data-key': `bit ${k} ${i}`, 'aria-pressed': String(isSet), 'aria-label': `unit ${i} of layer ${k} ${isSet ? 'kept' : 'dropped'}`, disabled: !app.network.masks, onmouseenter: tell, onfocus: tell, onmouseleave: () => preview(''), onclick: () => {
    const [bits, words] = line();
    app.predicted = null;
    app.chosenMask = bits;
    app.chosenSubnet = null;
    command(words, 'click on a mask bit');
    render();
  } }, isSet ? '1' : '0');
}

/// Draws the subnetworks again where they stand.
function renderSubnets() {
  const panel = $('subnetspanel');
  if (panel) { const isLarge = app.view === 'subnets', next = subnetsPanel(isLarge); if (next) { const key = panel.contains(document.activeElement) && document.activeElement.dataset.key; panel.replaceWith(next); if (key) next.querySelector?.(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true }); } } else if (app.view === 'subnets') render();
  enable();
}

/// The weights of a layer and their gradient, a column a unit: of the chosen unit's layer, or the first.
function matrixPanel() {
  const k = app.unit?.layer ?? app.weight?.layer ?? 1, W = app.layers.W?.[k - 1], g = app.layers.g, pieces = app.network?.layers[k - 1]?.pieces || 1;
  if (!W || W.length > 16 || W[0].length > 16) return '';
  const colour = diverging(), mostW = Math.max(...W.flat().map(Math.abs)) || 1, columns = W[0].length, from = networkView.flat(k, 0, 0);
  const G = g ? W.map((row, i) => row.map((_, j) => g[from + i * columns + j])) : null, mostG = G ? Math.max(...G.flat().map(Math.abs)) || 1 : 1;
  const power = G ? Math.floor(Math.log10(mostG)) : 0, rows = [], isWide = W.length > 10 || columns > 10;
  const shown = v => { const text = v.toFixed(isWide ? 1 : 2); return Number(text) === 0 ? '0' : text.replace('-', '−'); };
  const cell = (v, most, text, i, j) => { const isHere = app.weight?.layer === k && app.weight.row === i && app.weight.column === j || app.unit?.layer === k && Math.floor(i / pieces) === app.unit.index; const td = h('td', { class: isHere ? 'here' : '' }, text); td.style.background = `rgb(${colour(v / most * 0.75).map(Math.round)})`; td.addEventListener('click', () => app.status.t && networkView.chooseWeight(k, i, j)); td.addEventListener('mouseenter', () => app.status.t && preview(networkView.weightLine(k, i, j))); return td; };
  const name = k === 1 ? 'x' : 'a', head = (j, first) => [j ? h('td') : h('th', { scope: 'row' }, first), h('th', { scope: 'row' }, h('span', { class: 'm' }, name, h('sub', {}, String(j))))];
  for (let j = 0; j < columns; j++) rows.push(h('tr', {}, head(j, h('span', { class: 'm' }, ...symbol(`W${k}`))), W.map((row, i) => cell(row[j], mostW, shown(row[j]), i, j))));
  if (G) for (let j = 0; j < columns; j++) rows.push(h('tr', {}, head(j, [power < -1 ? ['10', h('sup', {}, String(-power))] : '', ' ', h('span', { class: 'm' }, 'g')].flat()), G.map((row, i) => cell(row[j], mostG, shown(power < -1 ? row[j] / 10 ** power : row[j]), i, j))));
  return h('div', { class: 'extra' }, h('div', { class: 'head' }, h('h2', {}, h('span', { class: 'm' }, ...symbol(`W${k}`)), ' and its gradient'), h('p', { class: 'quiet' }, pieces > 1 ? `a column a piece, ${pieces} a unit` : 'a column a unit', app.layers.mask?.[k - 1] ? '; where a unit was dropped g is 0' : '')),
    h('div', { class: 'rolls', tabindex: 0, role: 'region', 'aria-label': 'Weights and their gradient' }, h('table', { class: 'matrix' }, h('thead', {}, h('tr', {}, h('td'), h('td'), W.map((_, i) => h('th', { scope: 'col' }, pieces > 1 ? (i % pieces ? '' : String(i / pieces)) : String(i))))), h('tbody', {}, rows))));
}

// ---- Lesson ----

/// A lesson's page: its text, what its commands printed, the question with its options or a field, and
/// what was said to the last answer.
function lessonView() {
  const { lesson } = app;
  if (!lesson) {
    return [h('div', { class: 'head' }, h('h2', {}, 'Lessons')), h('div', { class: 'empty' }, h('p', {}, 'No lesson is open. In the shell, ', h('code', {}, 'lessons'), ' lists them and ', h('code', {}, 'lesson 1'), ' opens the first; its pages and questions are then here too.'))];
  }
  const isDone = lesson.phase === 'finished', { question } = lesson;
  const say = (line, cause) => command(line, cause), word = (line, words, isMain) => h('button', { class: isMain ? 'main' : '', 'data-key': `word ${line}`, onclick: () => say(line, `button ${words}`), onmouseenter: () => preview(line), onmouseleave: () => preview(''), onfocus: () => preview(line) }, words);
  const isAsking = lesson.phase === 'asking' && question, takesLine = lesson.asks_name || isAsking && !question.options.length || isAsking && question.several || lesson.phase === 'playing' || isAsking && question.by_commands;
  const field = takesLine ? h('form', { class: 'over answer', onsubmit: event => { event.preventDefault(); const input = event.target.querySelector('input'); if (input.value.trim() || lesson.asks_name) say(input.value, isAsking ? 'answer' : 'typed'); input.value = ''; } },
    h('label', { for: 'answer' }, lesson.asks_name ? 'Your name' : isAsking && question.by_commands || lesson.phase === 'playing' ? 'Command' : question?.several ? 'Numbers of all that are right' : 'Answer'), h('input', { id: 'answer', 'data-key': 'answer', spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off' }), h('button', { class: isAsking && !question.by_commands ? 'main' : '' }, 'send')) : '';
  return [h('div', { class: 'head' }, h('h2', {}, `Lesson ${lesson.label}`), h('p', { class: 'quiet' }, lesson.title), h('p', { class: 'quiet end' }, isDone ? 'finished' : `question ${lesson.question_number} of ${lesson.questions}`)),
    h('progress', { class: 'wayin', max: Math.max(lesson.questions, 1), value: isDone ? lesson.questions : lesson.question_number - 1, 'aria-label': 'Questions that are behind you' }),
    h('article', { class: 'lesson', tabindex: 0, 'aria-label': `Lesson ${lesson.label}` }, lesson.parts.map(prose),
      question ? h('section', { class: 'question', 'aria-label': question.title }, h('h3', {}, question.title), h('p', {}, spans(question.ask)),
        question.options.length ? h('ol', { class: 'options' }, question.options.map((option, i) => h('li', {}, isAsking && !question.several ? h('button', { 'data-key': `option ${i + 1}`, onclick: () => say(String(i + 1), `option ${i + 1}`), onmouseenter: () => preview(String(i + 1)), onmouseleave: () => preview(''), onfocus: () => preview(String(i + 1)) }, h('b', {}, String(i + 1)), h('span', {}, spans(option))) : h('span', { class: 'option' }, h('b', {}, String(i + 1)), h('span', {}, spans(option)))))) : '') : '',
      lesson.asks_name ? h('p', { class: 'strong' }, 'What is your name, as your instructor knows you? It gives you numbers of your own; without one, go on.') : '',
      h('div', { class: 'said', role: 'status' }, lesson.said.map(prose)),
      field,
      h('div', { class: 'words' }, lesson.phase === 'asking' ? [question?.hints ? word('hint', 'hint') : '', question?.by_commands ? word('done', 'what is missing') : '', word('skip', 'skip')] : isDone ? (lesson.following ? word('next', lesson.following, true) : '') : word('next', 'next', true), word('page back', 'page back')))];
}

/// A new page is read from its top; an answer is followed to what is said to it.
function lessonTop() {
  const article = document.querySelector('article.lesson'), key = `${app.lesson?.label} ${app.lesson?.question_number} ${app.lesson?.phase} ${JSON.stringify(app.lesson?.parts ?? '').length}`;
  if (!article) return;
  if (key !== app.lessonKey && app.lesson.phase !== 'answered') article.scrollTop = 0; else article.scrollTop = article.scrollHeight;
  app.lessonKey = key;
}

/// Words with what stands out in them.
const spans = list => list.map(one => typeof one === 'string' ? one : one.code !== undefined ? h('code', {}, one.code) : one.emphasis ? h('em', {}, spans(one.emphasis)) : one.strong ? h('strong', {}, spans(one.strong)) : h('br'));

/// A part of a lesson's text.
function prose(part) {
  switch (part.kind) {
  case 'heading': return h(part.level <= 1 ? 'h2' : 'h3', { class: part.level <= 1 ? 'title' : '' }, spans(part.text));
  case 'paragraph': return h('p', {}, spans(part.text));
  case 'list': return h(part.start === null ? 'ul' : 'ol', { start: part.start > 1 ? part.start : null }, part.items.map(item => h('li', {}, item.map(inner => inner.kind === 'paragraph' && item.length === 1 ? spans(inner.text) : prose(inner)))));
  case 'quote': return h('blockquote', {}, part.parts.map(prose));
  case 'code': return h('pre', { class: 'formula', tabindex: 0 }, part.text.replace(/\n+$/, ''));
  case 'table': return h('div', { class: 'rolls', tabindex: 0, role: 'region', 'aria-label': 'Table' }, h('table', {}, h('thead', {}, h('tr', {}, part.header.map((cell, i) => cell.length ? h('th', { scope: 'col', class: part.trailing[i] ? 'num' : '' }, spans(cell)) : h('td')))), h('tbody', {}, part.rows.map(row => h('tr', {}, row.map((cell, i) => h('td', { class: part.trailing[i] ? 'num' : '' }, spans(cell))))))));
  case 'printed': return h('figure', {}, part.command ? h('figcaption', {}, h('span', { class: 'quiet' }, '> '), part.command) : '', part.text.trim() ? h('pre', { class: 'printed', tabindex: 0 }, part.text.replace(/\s+$/, '')) : '');
  case 'said': return h('p', {}, part.spans.map(one => h('span', { class: `tone-${one.style}` }, one.text)));
  default: return h('hr');
  }
}

// ---- The shell at the foot ----

function shell() {
  const shown = [];
  for (const one of app.lines) {
    if (one.line !== undefined && one.line !== null) shown.push(h('li', { class: one.failed ? 'failed' : '' }, h('span', {}, h('span', { class: 'prompt' }, one.prompt), one.line), one.cause ? h('span', { class: 'cause' }, `page: ${one.cause}`) : ''));
    const text = (one.text || []).slice(0, 1);
    for (const line of text) shown.push(h('li', {}, h('span', { class: one.failed ? 'bad' : '' }, line)));
  }
  const last = shown.slice(-3);
  const echo = [...last].reverse().find(node => node.querySelector('.prompt'));
  echo?.classList.add('last');
  $('lines').replaceChildren(...last);
  $('prompt').textContent = app.prompt;
}

function preview(line) {
  $('preview').textContent = line && canAct() ? `${line}   what a click there would type` : '';
  $('preview').classList.toggle('on', !!line);
}

// ---- The whole page ----

const views = [['surface', 'Surface'], ['network', 'Network'], ['quantities', 'Quantities'], ['subnets', h('span', {}, '2', h('sup', {}, h('i', {}, 'M')))], ['lesson', 'Lesson']];

/// Whether a part of the page is to be made again: it depends on the key alone.
function isStale(node, key) { const old = node.dataset.made; node.dataset.made = key; return old !== key; }

function chrome() {
  if (isStale($('views'), app.view)) fill($('views'), views.map(([key, name], i) => h('a', { href: `#${key}`, 'data-key': key, 'aria-current': app.view === key ? 'page' : null, onclick: event => { event.preventDefault(); go(key); } }, name, h('kbd', { 'aria-hidden': 'true' }, String(i + 1)))));
  if (isStale($('viewlist'), app.view)) fill($('viewlist'), views.map(([key, name]) => h('option', { value: key, selected: app.view === key }, key === 'subnets' ? '2ᴹ' : name)));
  $('viewlist').onchange = event => go(event.target.value);
  const size = document.documentElement.dataset.size || 'normal', theme = store.get('theme') || 'auto';
  if (isStale($('sizes'), size)) fill($('sizes'), [['normal', 'A', 'usual type'], ['large', 'A', 'large type']].map(([key, text, label]) => h('button', { 'data-key': `size ${key}`, 'aria-label': label, 'aria-pressed': String(size === key), onclick: () => { store.set('size', key); dress(); render(); } }, text)));
  if (isStale($('themes'), theme)) fill($('themes'), [['auto', 'Auto'], ['light', 'Light'], ['dark', 'Dark']].map(([key, text]) => h('button', { 'data-key': `theme ${key}`, 'aria-pressed': String(theme === key), onclick: () => { store.set('theme', key); dress(); render(); } }, text)));
  whereabouts();
}

/// What is trained, and the update that is shown.
function whereabouts() {
  const status = app.status, where = status.surface || app.network?.name || status.network || '';
  fill($('where'), [short(String(where), 40), status.optimizer].filter(Boolean).join(' · '), status.t !== undefined && where ? [' · ', h('span', { class: 'm' }, 't '), String(app.t)] : '', status.epoch !== undefined ? h('span', { class: 'quiet' }, ` · epoch ${status.epoch}`) : '');
}

function dress() {
  const theme = store.get('theme') || 'auto', isDark = theme === 'dark' || theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  document.documentElement.dataset.size = store.get('size') || 'normal';
  palette.clear();
  app.size = null;
}

function go(view) {
  const before = app.view;
  app.view = view;
  render();
  if (frozen || app.isGone || view === before) return;
  if (view === 'subnets' && app.network) lookAtSubnets().then(renderSubnets).catch(gone);
  else if (view === 'quantities' || view === 'lesson' || before === 'lesson') refresh();
}

/// Whether a pointer is pressed among the numbers: what is clicked stays until it is let go.
let isPressed = false;
addEventListener('pointerdown', event => { isPressed = !!event.target.closest?.('#why, #space button, #space [role=button]'); }, true);
for (const name of ['pointerup', 'pointercancel']) addEventListener(name, () => { if (isPressed) setTimeout(() => { isPressed = false; if (app.owesWhy) renderWhy(); }); }, true);

function renderWhy() {
  if (isPressed) { app.owesWhy = true; return; }
  app.owesWhy = false;
  const parts = [];
  if (app.view === 'network' || app.view === 'subnets') parts.push(unitPanel(), app.view === 'network' && !app.predicted ? subnetsPanel(false) : '', app.predicted ? '' : matrixPanel());
  else { parts.push(updateTable()); if (app.view !== 'quantities') parts.push(branchTable()); if (app.view !== 'quantities') parts.push(overView.make()); }
  fill($('why'), parts);
  overView.render(app.t);
  enable();
}

function render() {
  isRendering = true;
  try { renderAll(); } finally { isRendering = false; }
  refocus();
  clearTimeout(app.saying);
  app.saying = setTimeout(() => describe().catch(gone), 400);
}

// ---- The pictures in words ----

/// What a picture has for a screen reader: a name, and the words of `plot … describe`.
const inWords = (name, label) => ({ role: 'img', 'aria-label': label, 'aria-describedby': `words-${name}` });

/// Asks the shell for the pictures that are shown in words, when nothing more has happened for a while.
async function describe() {
  const mine = asked, names = [...new Set([...document.querySelectorAll('[aria-describedby^="words-"]')].map(node => node.getAttribute('aria-describedby').slice(6)))];
  const said = frozen ? frozen.words ?? {} : app.isGone || app.isBusy || app.playing || !names.length ? null
    : await ask(Object.fromEntries(names.map(name => [name, `@words ${name === 'quantity' ? app.quantity : name === 'boundary' && !app.answers?.classes ? 'fit' : name}`])));
  if (!said || mine !== asked) return;
  $('words').replaceChildren(...names.filter(name => said[name]?.text).map(name => h('p', { id: `words-${name}` }, said[name].text)));
}

function renderAll() {
  // A view may leave parts of the page out.
  if (document.documentElement.dataset.view !== app.view) app.size = null;
  document.documentElement.dataset.view = app.view;
  chrome(); connection(); transport(); measure();
  if (!current() && app.view !== 'lesson') { fill($('space'), welcome()); fill($('why')); timeView.render(0); shell(); enable(); return; }
  if (app.view !== 'quantities' || !app.quantity) renderWhy();
  switch (app.view) {
  case 'surface': if (app.surface) surfaceView.render(app.t); else fill($('space'), h('p', { class: 'empty' }, 'A network is in the view Network, key 2.')); break;
  case 'network': if (app.shownRace) raceView.render(); else if (app.network) networkView.render(); else fill($('space'), h('p', { class: 'empty' }, 'No network is set up.')); break;
  case 'subnets': fill($('space'), app.network ? subnetsPanel(true) : h('p', { class: 'empty' }, 'No network is set up.')); break;
  case 'quantities': fill($('space'), quantityView()); renderWhy(); break;
  case 'lesson': fill($('space'), lessonView()); lessonTop(); break;
  }
  if (app.view !== 'lesson') timeView.render(app.t);
  shell();
}

/// All quantities as buttons, and the chosen one over t, large.
function quantityView() {
  const names = [...app.rows.map(row => row.name), 'loss', 'grad', 'norm(grad)'].filter((name, i, all) => all.indexOf(name) === i);
  return [overView.make(), h('div', { class: 'chips' }, names.map(name => h('button', { 'data-key': `quantity ${name}`, 'aria-pressed': String(app.quantity === name), onclick: () => choose(name), onmouseenter: () => preview(`plot ${name}`) }, name)))];
}

// ---- Keys ----

document.addEventListener('keydown', event => {
  const node = event.target, isText = node.matches('input:not([type=range]), select, textarea');
  if (event.ctrlKey && event.key === 'c' && app.isBusy && !String(getSelection())) { event.preventDefault(); stop(); return; }
  if (isText || event.ctrlKey || event.metaKey || event.altKey) { if (event.key === 'Escape') node.blur(); return; }
  if (/^[1-5]$/.test(event.key)) { go(views[event.key - 1][0]); event.preventDefault(); return; }
  if (event.key === 'ArrowRight' && node.id !== 'slider') { act('step', '→'); event.preventDefault(); }
  else if (event.key === 'ArrowLeft' && node.id !== 'slider') { act('back', '←'); event.preventDefault(); }
  else if (event.key === ' ' && !node.matches('button, a, [role=button]')) { if (app.shownRace && (app.view === 'surface' || app.view === 'network')) raceView.toggle(); else act('run', 'space'); event.preventDefault(); }
  else if (event.key === 'Escape' && app.shownRace) raceView.close();
  else if (event.key === 'Escape' && (app.predicted || app.chosenMask)) { app.predicted = app.chosenMask = app.chosenSubnet = null; render(); if (app.network) lookAtSubnets().then(renderSubnets).catch(gone); }
  else if (event.key === 'Home' && node.id !== 'slider') { act('first', 'Home'); event.preventDefault(); }
  else if (event.key === '/' || event.key === ':') { $('line').focus(); event.preventDefault(); }
});

let scrub = 0;
$('slider').addEventListener('input', event => {
  app.playing = null;
  const t = Math.min(Number(event.target.value), extent());
  preview(`goto ${t}`);
  cancelAnimationFrame(scrub);
  scrub = requestAnimationFrame(() => show(t));
});
$('slider').addEventListener('change', event => {
  const t = Math.min(Number(event.target.value), extent());
  if (frozen) show(t); else if (t !== app.status.t) command(`goto ${t}`, 'drag of the slider');
});

$('typed').addEventListener('submit', event => {
  event.preventDefault();
  const line = $('line').value;
  if (!line.trim()) return;
  command(line, 'typed');
  $('line').value = '';
});

addEventListener('resize', () => { cancelAnimationFrame(scrub); scrub = requestAnimationFrame(() => { app.size = null; if (app.status.t !== undefined) render(); }); });
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { dress(); render(); });

// ---- The page with its data in it ----

function thaw() {
  const course = readCourse(frozen.course);
  Object.assign(app, { status: frozen.status, course, surface: frozen.surface?.error ? null : frozen.surface, network: null, lines: frozen.lines || [], prompt: frozen.prompt || '> ' });
  app.packed = Object.fromEntries(Object.entries(frozen.quantities || {}).map(([name, parts]) => [name, parts.map(part => unpack(part))]));
  app.formulas = rowsOf(frozen.explain || {});
  app.t = frozen.status.t ?? 0;
  $('typed').hidden = true;
  if (!app.surface) app.view = 'quantities';
  frozenRows(app.t);
  render();
}

/// The numbers of an update from the packed course.
function frozenRows(t) {
  const branch = current();
  app.status.t = t;
  app.status.loss = at(branch, t).loss;
  const i = place(branch.t, t);
  app.rows = t === 0 ? [] : app.formulas.filter(row => app.packed[row.name]).map(row => ({
    ...row, parts: app.packed[row.name].map((list, k) => { const formula = row.parts[k]?.formula ?? row.formula; return { component: k, formula, numbers: withNumbers(formula, k, t, i, list[i]), value: list[i] }; }),
  }));
  app.series = {};
  for (const [name, parts] of Object.entries(app.packed)) parts.forEach((list, k) => { app.series[`${name}[${k}]`] = [...list.subarray(Math.max(1, i - 100), i + 1)]; });
  if (!app.playing) renderWhy();
  chrome();
}

/// A formula with the numbers of an update in the place of its names, as the program prints it.
/// Where it would not come to the number that was recorded, nothing: a rule's first update may have a
/// formula of its own, and the update before may not have been kept.
function withNumbers(formula, component, t, i, result) {
  const named = whole => {
    const [, name, index] = /^([^[]+)(?:\[(\d+)\])?$/.exec(whole) ?? [], k = index === undefined ? component : Number(index), { packed } = app;
    const before = /^(.*)_prev$/.exec(name ?? '')?.[1], axis = ['x', 'y'].indexOf(name);
    if (name === 't') return t;
    if (name === 'eta') return packed.eta?.[0]?.[i];
    if (frozen.settings && name in frozen.settings) return frozen.settings[name];
    if (axis >= 0) return packed.theta_ahead ? packed.theta_ahead[axis]?.[i] : current().theta[axis]?.[i - 1];
    if (before === 'theta') return current().theta[k]?.[i - 1];
    return before ? (i === 1 ? 0 : packed[before]?.[k]?.[i - 1]) : packed[name]?.[k]?.[i];
  };
  const known = evaluate(parse(formula), named);
  if (current().t[i - 1] !== t - 1 || !(Math.abs(known - result) <= 1e-9 * Math.max(1, Math.abs(result)))) return '';
  return formula.replace(/[A-Za-z_]\w*(?:\[\d+\])?/g, (whole, at) => {
    const next = formula[at + whole.length] ?? '';
    if (next === '(' || /[\w.]/.test(formula[at - 1] ?? '')) return whole;
    const text = fmt(named(whole)).replaceAll('−', '-');
    // In brackets after an operator or under a power.
    return text.startsWith('-') && (next === '^' || /[-+*\/^]\s*$/.test(formula.slice(0, at))) ? `(${text})` : text;
  });
}

/// The value of a formula, each name's as `named` says.
function evaluate(node, named) {
  const of = one => evaluate(one, named);
  switch (node.kind) {
  case 'number': return Number(node.text);
  case 'name': return named(node.text) ?? NaN;
  case 'group': return of(node.left);
  case 'neg': return -of(node.left);
  case 'call': return typeof Math[node.name] === 'function' ? Math[node.name](...node.items.map(of)) : NaN;
  case '+': return of(node.left) + of(node.right);
  case '-': return of(node.left) - of(node.right);
  case '*': return of(node.left) * of(node.right);
  case '/': return of(node.left) / of(node.right);
  case '^': return of(node.left) ** of(node.right);
  default: return NaN;
  }
}

function frozenQuantity() {
  const parts = app.packed[app.quantity] || (app.quantity === 'loss' ? [current().loss] : null);
  app.quantityError = parts ? '' : `one of ${Object.keys(app.packed).join(', ')}`;
  app.quantityData = parts?.map((list, k) => ({ name: parts.length > 1 ? `${app.quantity}[${k}]` : app.quantity, t: current().t, values: list }));
  render();
}

function thawed(name) {
  const end = extent();
  if (name === 'run') {
    if (app.playing) { app.playing = null; transport(); return; }
    const from = app.t >= end ? 0 : app.t;
    playFrom(from, end); transport();
    return;
  }
  app.playing = null;
  const ts = current().t, i = place(ts, app.t);
  show({ first: ts[0], back: ts[Math.max(0, i - (ts[i] === app.t ? 1 : 0))], step: ts[Math.min(ts.length - 1, i + 1)] }[name] ?? app.t);
}

app.quantity = store.get('quantity') || '';
// The secret has become a cookie; it is not left in the address.
if (location.search) history.replaceState(null, '', location.pathname);
dress(); chrome(); transport(); listen();
