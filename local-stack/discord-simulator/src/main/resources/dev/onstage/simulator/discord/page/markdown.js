// Discord's Markdown, as far as messages and embeds use it, turned into nodes.
import { element, link } from './dom.js';
import { stamp } from './time.js';

const mention = (text, title) => {
  const node = element('span', 'mention', text);
  node.title = title;
  return node;
};

function spoiler(children) {
  const node = element('span', 'spoiler', ...children);
  node.tabIndex = 0;
  node.setAttribute('role', 'button');
  node.setAttribute('aria-label', 'Spoiler: press to reveal');
  const reveal = () => {
    node.classList.add('revealed');
    node.removeAttribute('role');
    node.removeAttribute('aria-label');
  };
  node.addEventListener('click', reveal);
  node.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      reveal();
    }
  });
  return node;
}

const INNER = String.raw`((?:\\[\s\S]|[^\\])+?)`;
// Tried in this order where one of STARTS stands; each is anchored there.
const RULES = [
  [/\\([^A-Za-z0-9\s])/y, (m) => m[1]],
  [/<t:(-?\d{1,12})(?::([tTdDfFsSR]))?>/y, (m) => stamp(Number(m[1]), m[2])],
  [/<@&(\d+)>/y, (m) => mention('@role', `Role ${m[1]}`)],
  [/<@!?(\d+)>/y, (m) => mention('@user', `User ${m[1]}`)],
  [/<#(\d+)>/y, (m) => mention('#channel', `Channel ${m[1]}`)],
  [/<a?:(\w{2,32}):\d+>/y, (m) => `:${m[1]}:`],
  [/@(everyone|here)\b/y, (m) => mention(m[0], m[0])],
  [/<(https?:\/\/[^\s>]+)>/y, (m) => link(m[1], m[1])],
  [/\[((?:\\.|[^\]\\])+)\]\(<?(https?:\/\/[^\s)>]+)>?(?:\s+"[^"]*")?\)/y, (m) => link(m[2], ...inline(m[1], false))],
  [/https?:\/\/[^\s<]+[^\s<.,:;"')\]]/y, (m) => link(m[0], m[0])],
  [new RegExp(String.raw`\*\*\*${INNER}\*\*\*(?!\*)`, 'y'), (m) => element('strong', '', element('em', '', ...inline(m[1])))],
  [new RegExp(String.raw`\*\*${INNER}\*\*(?!\*)`, 'y'), (m) => element('strong', '', ...inline(m[1]))],
  [new RegExp(String.raw`__${INNER}__(?!_)`, 'y'), (m) => element('u', '', ...inline(m[1]))],
  [new RegExp(String.raw`~~${INNER}~~`, 'y'), (m) => element('s', '', ...inline(m[1]))],
  [new RegExp(String.raw`\|\|${INNER}\|\|`, 'y'), (m) => spoiler(inline(m[1]))],
  [/\*(?!\s)((?:\\[\s\S]|\*\*|[^\\*])+?)(?<!\s)\*(?!\*)/y, (m) => element('em', '', ...inline(m[1]))],
  [/(?<!\w)_((?:\\[\s\S]|__|[^\\_])+?)_(?!\w)/y, (m) => element('em', '', ...inline(m[1]))],
];
const STARTS = new Set('\\`<@[h*_~|');

/** Text of one paragraph, a title or a name. */
export function inline(text, links = true) {
  const out = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const made = STARTS.has(text[at]) ? madeAt(text, at, links) : null;
    if (made) {
      if (plain) out.push(plain);
      plain = '';
      out.push(made.node);
      at = made.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  if (plain) out.push(plain);
  return out;
}

/** Code ends with as many backticks as it began with; without an end they are text. */
function codeAt(text, at) {
  const runs = /`+/g;
  runs.lastIndex = at;
  const opening = runs.exec(text)[0];
  const from = at + opening.length;
  for (let run = runs.exec(text); run; run = runs.exec(text)) {
    if (run[0].length === opening.length) return { node: element('code', '', text.slice(from, run.index).trim()), end: runs.lastIndex };
  }
  return { node: opening, end: from };
}

function madeAt(text, at, links) {
  if (text[at] === '`') return codeAt(text, at);
  for (const [pattern, make] of RULES) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) {
      const end = pattern.lastIndex;
      const node = make(match);
      // A link inside a link's text stays text.
      return { node: !links && node.tagName === 'A' ? node.textContent : node, end };
    }
  }
  return null;
}

const FENCE = /^```(?:([a-z0-9_+\-.#]+)\n)?\n*([\s\S]*?)\n*```/i;
const HEADING = /^(#{1,3}) +(\S.*)$/;
const SMALL = /^-# +(\S.*)$/;
const ITEM = /^( *)(?:([-*])|(\d+)\.) +(\S.*)$/;

/** A whole text: headings, quotes, lists and code blocks besides what a paragraph may hold. A quote holds no quote. */
export function markdown(text, quoted = false) {
  const out = [];
  let paragraph = [];
  const flush = () => {
    if (paragraph.length) out.push(element('div', 'text', ...inline(paragraph.join('\n'))));
    paragraph = [];
  };
  let rest = (text ?? '').replaceAll('\r', '');
  while (rest !== '') {
    const fence = FENCE.exec(rest);
    if (fence?.[2]) {
      flush();
      out.push(element('pre', '', element('code', '', fence[2])));
      rest = rest.slice(fence[0].length).replace(/^\n/, '');
      continue;
    }
    if (!quoted && rest.startsWith('>>> ')) {
      flush();
      out.push(element('blockquote', '', ...markdown(rest.slice(4), true)));
      break;
    }
    const end = rest.indexOf('\n');
    const line = end < 0 ? rest : rest.slice(0, end);
    const block = blockOf(rest, line, quoted);
    if (block) {
      flush();
      out.push(block.node);
      rest = rest.slice(block.length).replace(/^\n/, '');
      continue;
    }
    // A code block may begin in the middle of a line.
    const inner = line.indexOf('```');
    if (inner > 0 && FENCE.test(rest.slice(inner))) {
      paragraph.push(line.slice(0, inner));
      flush();
      rest = rest.slice(inner);
      continue;
    }
    paragraph.push(line);
    rest = end < 0 ? '' : rest.slice(end + 1);
  }
  flush();
  return out;
}

function blockOf(rest, line, quoted) {
  const heading = HEADING.exec(line);
  if (heading) return { node: element(`h${heading[1].length + 2}`, `h${heading[1].length}`, ...inline(heading[2])), length: line.length };
  const small = SMALL.exec(line);
  if (small) return { node: element('div', 'small', ...inline(small[1])), length: line.length };
  if (!quoted && /^> /.test(line)) return linesOf(rest, /^> ?/, (lines) => element('blockquote', '', ...markdown(lines.join('\n'), true)));
  if (ITEM.test(line)) return linesOf(rest, null, list, ITEM);
  return null;
}

/** The lines from here on that belong together, without their common mark. */
function linesOf(rest, mark, make, pattern = mark) {
  const lines = [];
  let length = 0;
  for (const line of rest.split('\n')) {
    if (!pattern.test(line)) break;
    lines.push(mark ? line.replace(mark, '') : line);
    length += line.length + 1;
  }
  return { node: make(lines), length: length - 1 };
}

function list(lines) {
  const root = { indent: -1, node: null, items: element('div', '') };
  const open = [root];
  for (const line of lines) {
    const [, spaces, , number, text] = ITEM.exec(line);
    while (open.length > 1 && spaces.length < open[open.length - 1].indent) open.pop();
    let level = open[open.length - 1];
    if (level !== root && spaces.length <= level.indent + 1 && Boolean(number) !== (level.items.tagName === 'OL')) {
      open.pop();
      level = open[open.length - 1];
    }
    if (level === root || spaces.length > level.indent + 1) {
      const items = element(number ? 'ol' : 'ul', '');
      if (number) items.start = Number(number);
      (level.node ?? root.items).append(items);
      level = { indent: spaces.length, node: null, items };
      open.push(level);
    }
    level.node = element('li', '', ...inline(text));
    level.items.append(level.node);
  }
  return root.items;
}
