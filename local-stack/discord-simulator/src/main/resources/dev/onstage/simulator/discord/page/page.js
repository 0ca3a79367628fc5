// Draws messages as Discord does. Text is only ever set as text: nothing posted here can become markup.
const list = document.getElementById('messages');
const webhook = document.getElementById('webhook');
const deleted = document.getElementById('deleted');
let shown = '';

function element(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function link(url, ...children) {
  const node = element('a', '', ...children);
  if (/^https?:/i.test(url)) node.href = url;
  node.target = '_blank';
  node.rel = 'noreferrer';
  return node;
}

function image(url, className) {
  const node = element('img', className);
  node.src = url;
  node.alt = '';
  node.referrerPolicy = 'no-referrer';
  return node;
}

function ago(seconds) {
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  const difference = seconds - Date.now() / 1000;
  for (const [unit, size] of [['day', 86400], ['hour', 3600], ['minute', 60]]) {
    if (Math.abs(difference) >= size) return format.format(Math.round(difference / size), unit);
  }
  return format.format(Math.round(difference), 'second');
}

function stamp(seconds, style) {
  const date = new Date(seconds * 1000);
  const options = { t: { timeStyle: 'short' }, T: { timeStyle: 'medium' }, d: { dateStyle: 'short' }, D: { dateStyle: 'long' },
    F: { dateStyle: 'full', timeStyle: 'short' } }[style] ?? { dateStyle: 'long', timeStyle: 'short' };
  const node = element('span', 'stamp', style === 'R' ? ago(seconds) : date.toLocaleString('en', options));
  node.title = date.toLocaleString('en', { dateStyle: 'full', timeStyle: 'short' });
  return node;
}

// Earlier alternatives win, so an escaped character is taken before it can open anything.
const rules = [
  [/\\([\\`*_~|<>#@()[\]:-])/, (m) => m[1]],
  [/<t:(-?\d+)(?::([tTdDfFR]))?>/, (m) => stamp(Number(m[1]), m[2])],
  [/<@&\d+>/, () => element('span', 'mention', '@role')],
  [/<@!?\d+>/, () => element('span', 'mention', '@user')],
  [/@(everyone|here)/, (m) => element('span', 'mention', m[0])],
  [/\[([^\]]+)\]\((https?:[^)\s]+)\)/, (m) => link(m[2], ...markdown(m[1]))],
  [/https?:\/\/[^\s<]+/, (m) => link(m[0], m[0])],
  [/\*\*((?:\\.|[^\\])+?)\*\*/, (m) => element('strong', '', ...markdown(m[1]))],
  [/__((?:\\.|[^\\])+?)__/, (m) => element('u', '', ...markdown(m[1]))],
  [/~~((?:\\.|[^\\])+?)~~/, (m) => element('s', '', ...markdown(m[1]))],
  [/\*((?:\\.|[^\\*])+?)\*/, (m) => element('em', '', ...markdown(m[1]))],
  [/_((?:\\.|[^\\_])+?)_/, (m) => element('em', '', ...markdown(m[1]))],
  [/`([^`]+)`/, (m) => element('code', '', m[1])],
];

function markdown(text) {
  const out = [];
  let rest = text ?? '';
  while (rest) {
    let first = null;
    for (const [pattern, make] of rules) {
      const match = pattern.exec(rest);
      if (match && (!first || match.index < first.match.index)) first = { match, make };
    }
    if (!first) {
      out.push(rest);
      break;
    }
    if (first.match.index > 0) out.push(rest.slice(0, first.match.index));
    out.push(first.make(first.match));
    rest = rest.slice(first.match.index + first.match[0].length);
  }
  return out;
}

function drawEmbed(embed) {
  const node = element('div', 'embed');
  if (Number.isInteger(embed.color)) node.style.borderLeftColor = `#${embed.color.toString(16).padStart(6, '0')}`;
  if (embed.author) {
    const name = embed.author.url ? link(embed.author.url, embed.author.name) : embed.author.name;
    node.append(element('div', 'author', embed.author.icon_url ? image(embed.author.icon_url) : null, name));
  }
  if (embed.title) node.append(element('div', 'title', ...(embed.url ? [link(embed.url, ...markdown(embed.title))] : markdown(embed.title))));
  if (embed.description) node.append(element('div', 'description', ...markdown(embed.description)));
  if (embed.fields?.length) {
    node.append(element('div', 'fields', ...embed.fields.map((field) =>
      element('div', field.inline ? 'field inline' : 'field', element('b', '', ...markdown(field.name)), ...markdown(field.value)))));
  }
  if (embed.thumbnail?.url) node.append(image(embed.thumbnail.url, 'thumbnail'));
  if (embed.image?.url) node.append(image(embed.image.url, 'image'));
  if (embed.footer || embed.timestamp) {
    const when = embed.timestamp ? new Date(embed.timestamp).toLocaleString('en', { dateStyle: 'short', timeStyle: 'short' }) : '';
    node.append(element('div', 'footer', embed.footer?.icon_url ? image(embed.footer.icon_url) : null,
      [embed.footer?.text, when].filter(Boolean).join(' • ')));
  }
  return node;
}

function drawMessage(message) {
  const payload = message.payload;
  const name = payload.username || 'Onstage';
  const avatar = element('div', 'avatar', name.slice(0, 1).toUpperCase());
  const head = element('div', 'head', element('span', 'name', name), element('span', 'app', 'APP'),
    element('span', 'time', new Date(message.createdAt).toLocaleString('en', { dateStyle: 'short', timeStyle: 'medium' })),
    message.editedAt ? element('span', 'note', `(edited${message.edits > 1 ? ` ${message.edits}×` : ''})`) : null,
    message.deletedAt ? element('span', 'note', '(deleted)') : null);
  const body = element('div', '', head);
  if (payload.content) body.append(element('div', 'content', ...markdown(payload.content)));
  for (const embed of payload.embeds ?? []) body.append(drawEmbed(embed));
  for (const row of payload.components ?? []) {
    body.append(element('div', 'row', ...row.components.map((button) => {
      const node = link(button.url, `${button.label ?? ''} ↗`);
      node.className = 'button';
      return node;
    })));
  }
  return element('article', message.deletedAt ? 'message deleted' : 'message', avatar, body);
}

async function refresh() {
  const response = await fetch('_sim/messages');
  const messages = await response.json();
  const state = JSON.stringify([messages, webhook.value, deleted.checked]);
  if (state === shown) return;
  shown = state;
  for (const id of new Set(messages.map((message) => message.webhookId))) {
    if (![...webhook.options].some((option) => option.value === id)) webhook.add(new Option(`…${id.slice(-4)}`, id));
  }
  const visible = messages.filter((message) => (!webhook.value || message.webhookId === webhook.value) && (deleted.checked || !message.deletedAt));
  list.replaceChildren(...(visible.length ? visible.map(drawMessage) : [element('p', 'empty', 'Nothing was posted yet.')]));
  list.lastElementChild.scrollIntoView({ block: 'end' });
}

async function loop() {
  try {
    await refresh();
  } catch {
    // The simulator is down: keep what is shown until it is back.
  }
  setTimeout(loop, 1000);
}

webhook.addEventListener('change', refresh);
deleted.addEventListener('change', refresh);
loop();
