// Keeps the page like the simulator: asks for a small overview every second, for messages only when something changed.
import { api } from './api.js';
import { button, element, icon, icons, remember, remembered } from './dom.js';
import { createLab } from './lab.js';
import { drawMessage, nameOf } from './message.js';
import { day, isSameDay, tick } from './time.js';

const SHOWN = 200;
const CALLS = 20;
const GROUPED_WITHIN = 7 * 60 * 1000;
const INTERVAL = 1000;

const list = document.getElementById('messages');
const webhooks = document.getElementById('webhooks');
const deleted = document.getElementById('deleted');
const pictures = document.getElementById('pictures');
const notice = document.getElementById('notice');
const labRoot = document.getElementById('lab');
const toggle = document.getElementById('toggle');

const state = { selected: decodeURIComponent(location.hash.slice(1)), overview: null, messages: [], calls: [], key: '' };
const drawn = new Map();
const dividers = new Map();
let problem = '';
let atEnd = true;

const selectedWebhook = () => state.overview?.webhooks.find((webhook) => webhook.id === state.selected) ?? null;

async function act(action) {
  try {
    problem = '';
    await action();
  } catch (failure) {
    problem = `That did not work. ${failure.message}`;
  }
  await refresh();
}

const lab = createLab(labRoot, { selected: selectedWebhook, act, close: () => showLab(false) });
const actions = {
  age: (message) => act(() => api.ageMessage(message.id)),
  remove: (message) => act(() => api.removeMessage(message.id)),
};

function showLab(open) {
  document.body.classList.toggle('labopen', open);
  toggle.setAttribute('aria-expanded', String(open));
  remember('lab', open ? 'open' : 'closed');
  if (!open) toggle.focus();
}

function select(id) {
  state.selected = id;
  history.replaceState(null, '', id ? `#${id}` : location.pathname);
  state.key = '';
  atEnd = true;
  drawn.clear();
  list.replaceChildren();
  refresh();
}

function entry(id, label, details, symbol, count, className) {
  const node = button('', () => select(id), `entry ${className}`);
  node.append(icon(symbol), element('span', 'entrytext', element('span', 'entryname', label), element('span', 'entrydetails', details)), element('span', 'count', String(count)));
  if (state.selected === id) node.setAttribute('aria-current', 'true');
  return element('li', '', node);
}

function drawWebhooks() {
  const known = state.overview.webhooks;
  const key = JSON.stringify([known, state.selected]);
  if (webhooks.dataset.key === key) return;
  webhooks.dataset.key = key;
  const focused = [...webhooks.querySelectorAll('button')].indexOf(document.activeElement);
  webhooks.replaceChildren(
    entry('', 'All webhooks', `${known.length} known`, icons.all, known.reduce((sum, webhook) => sum + webhook.messages, 0), ''),
    ...known.map((webhook) => entry(webhook.id, webhook.shownAs ?? webhook.name,
      `…${webhook.id.slice(-6)}${webhook.removed ? ' · deleted' : ''}`, webhook.forum ? icons.forum : icons.hash, webhook.messages, webhook.removed ? 'removed' : '')));
  if (focused >= 0) webhooks.querySelectorAll('button')[focused]?.focus();
  // On a phone the list is one row.
  if (webhooks.scrollWidth > webhooks.clientWidth) webhooks.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  const webhook = selectedWebhook();
  const name = webhook ? webhook.shownAs ?? webhook.name : 'Webhook';
  document.getElementById('title').textContent = state.selected ? `${name} …${state.selected.slice(-6)}` : 'All webhooks';
}

function follows(message, before) {
  return Boolean(before) && before.webhookId === message.webhookId && before.threadId === message.threadId
    && before.payload.username === message.payload.username && before.payload.avatar_url === message.payload.avatar_url
    && new Date(message.createdAt) - new Date(before.createdAt) < GROUPED_WITHIN
    && isSameDay(new Date(message.createdAt), new Date(before.createdAt));
}

function copyButton(text) {
  const copy = button('Copy', async () => {
    await navigator.clipboard.writeText(text);
    copy.textContent = 'Copied';
  }, 'plain');
  return copy;
}

function emptyState() {
  const command = `curl -H 'Content-Type: application/json' \\\n  -d '{"content":"Hello"}' \\\n  '${location.origin}/api/v10/webhooks/123456789012345678/any-token?wait=true'`;
  const address = `https://discord.com/api/webhooks/123456789012345678/${'any-token-of-the-usual-length-'.repeat(2)}any-token`;
  return element('li', 'empty', icon(icons.hash, 'big'),
    element('h3', '', state.selected ? 'Nothing was posted with this webhook yet' : 'Nothing was posted yet'),
    element('p', '', 'Give a channel in Onstage a Discord destination and go live: its messages appear here as they would in Discord. Whatever id and token the address has, nothing has to be set up here; for example:'),
    element('div', 'command', element('pre', '', element('code', '', address)), copyButton(address)),
    element('p', '', 'Or post by hand:'),
    element('div', 'command', element('pre', '', element('code', '', command)), copyButton(command)),
    button('Post a sample message', () => act(() => api.postSample()), 'primary'));
}

function drawMessages() {
  const visible = state.messages.filter((message) => deleted.checked || !message.deletedAt);
  const nodes = [];
  const kept = new Set();
  let before = null;
  for (const message of visible) {
    const webhook = state.overview.webhooks.find((known) => known.id === message.webhookId);
    const thread = state.overview.threads.find((known) => known.id === message.threadId);
    const posted = new Date(message.createdAt);
    if (!before || !isSameDay(new Date(before.createdAt), posted)) nodes.push(divider(day(posted)));
    const grouped = follows(message, before);
    const key = JSON.stringify([message, grouped, pictures.checked, nameOf(message, webhook), thread?.name]);
    if (drawn.get(message.id)?.key !== key) {
      drawn.set(message.id, { key, node: drawMessage(message, { webhook, thread, pictures: pictures.checked, follows: grouped, actions }) });
    }
    kept.add(message.id);
    nodes.push(drawn.get(message.id).node);
    before = message;
  }
  for (const id of drawn.keys()) if (!kept.has(id)) drawn.delete(id);
  if (state.messages.length >= SHOWN) nodes.unshift(element('li', 'hint older', `Only the latest ${SHOWN} are shown.`));
  if (!nodes.length) {
    if (!list.querySelector('.empty')) list.replaceChildren(emptyState());
    return;
  }
  place(nodes);
  stayAtEnd();
}

/** Who reads the latest message goes on doing so when one is added or a picture gets its size. */
function stayAtEnd() {
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function divider(text) {
  if (!dividers.has(text)) dividers.set(text, element('li', 'divider', element('span', '', text)));
  return dividers.get(text);
}

/** Puts nodes in order and touches only those that differ: what has the focus keeps it. */
function place(nodes) {
  const wanted = new Set(nodes);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
  });
}

function drawNotice() {
  const { faults, blockedUntil } = state.overview ?? { faults: [] };
  const text = problem || (blockedUntil ? `The firewall blocks senders until ${new Date(blockedUntil).toLocaleTimeString('en')}.` : '')
    || (faults.length ? `${faults.length === 1 ? 'A fault is' : `${faults.length} faults are`} in force.` : '');
  if (notice.textContent !== text) notice.textContent = text;
  notice.hidden = !text;
  notice.classList.toggle('bad', Boolean(problem || blockedUntil));
  toggle.classList.toggle('alert', faults.length > 0);
}

async function refresh() {
  try {
    const selected = state.selected;
    const overview = await api.overview();
    const key = `${selected} ${overview.revision}`;
    if (key !== state.key) {
      const [messages, calls] = await Promise.all([api.messages(selected, SHOWN), api.calls(selected, CALLS)]);
      if (selected !== state.selected) return;
      Object.assign(state, { messages, calls, key });
    }
    state.overview = overview;
    if (problem.startsWith('The simulator')) problem = '';
  } catch {
    // What is shown stays until it is back.
    problem = 'The simulator does not answer; this is what was there before.';
  }
  drawNotice();
  if (!state.overview) return;
  drawWebhooks();
  drawMessages();
  lab.update({ overview: state.overview, latestCalls: state.calls });
}

async function loop() {
  if (!document.hidden) await refresh();
  tick();
  setTimeout(loop, INTERVAL);
}

for (const box of [deleted, pictures]) {
  box.checked = remembered(box.id, String(box.checked)) === 'true';
  box.addEventListener('change', () => {
    remember(box.id, String(box.checked));
    refresh();
  });
}
list.addEventListener('scroll', () => {
  atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
});
for (const settled of ['load', 'error']) list.addEventListener(settled, () => requestAnimationFrame(stayAtEnd), true);
toggle.addEventListener('click', () => {
  showLab(!document.body.classList.contains('labopen'));
  if (document.body.classList.contains('labopen')) labRoot.focus();
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && document.body.classList.contains('labopen')) showLab(false);
});
document.addEventListener('visibilitychange', () => document.hidden || refresh());
if (remembered('lab', matchMedia('(min-width: 1200px)').matches ? 'open' : 'closed') === 'open' && matchMedia('(min-width: 1200px)').matches) {
  document.body.classList.add('labopen');
  toggle.setAttribute('aria-expanded', 'true');
}
loop();
