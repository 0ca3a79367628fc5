// Run with Node's own test runner on a document that can only do what the page's modules need.
import assert from 'node:assert/strict';
import test from 'node:test';

class Fake {
  constructor(tag) {
    this.tagName = tag.toUpperCase();
    this.children = [];
    this.dataset = {};
    this.classList = { add: () => {} };
  }

  append(...children) {
    this.children.push(...children);
  }

  setAttribute() {}

  addEventListener() {}

  get textContent() {
    return this.children.map((child) => (typeof child === 'string' ? child : child.textContent)).join('');
  }
}

globalThis.document = { createElement: (tag) => new Fake(tag) };
const { inline, markdown } = await import('./markdown.js');

const NAMES = { DIV: { text: '' } };
function show(node) {
  if (typeof node === 'string') return node.replaceAll('<', '&lt;');
  const inner = node.children.map(show).join('');
  if (NAMES[node.tagName]?.[node.className] === '' || (node.tagName === 'DIV' && !node.className)) return inner;
  const name = node.className && node.tagName !== 'A' ? node.className : node.tagName.toLowerCase();
  const target = node.tagName === 'A' ? ` ${node.href}` : '';
  return `<${name}${target}>${inner}</${name}>`;
}
const shown = (text) => markdown(text).map(show).join('');

const CASES = {
  'plain & <script>alert(1)</script>': 'plain & &lt;script>alert(1)&lt;/script>',
  '**bold** *it* _it_ __under__ ~~gone~~': '<strong>bold</strong> <em>it</em> <em>it</em> <u>under</u> <s>gone</s>',
  '***both*** **a *b* c**': '<strong><em>both</em></strong> <strong>a <em>b</em> c</strong>',
  'snake_case_name 2 * 3 * 4': 'snake_case_name 2 * 3 * 4',
  '\\*not\\* \\_it\\_ \\@everyone \\[x\\](y)': '*not* _it_ @everyone [x](y)',
  '`**code**` ``a ` b``': '<code>**code**</code> <code>a ` b</code>',
  '||hidden **x**||': '<spoiler>hidden <strong>x</strong></spoiler>',
  '<@1> <@!1> <@&1> <#1> @everyone @here': ['@user', '@user', '@role', '#channel', '@everyone', '@here']
    .map((name) => `<mention>${name}</mention>`).join(' '),
  'me@here.example @hereabouts': 'me<mention>@here</mention>.example @hereabouts',
  '[text **b**](https://example.com/a)': '<a https://example.com/a>text <strong>b</strong></a>',
  '[bad](javascript:alert(1))': '[bad](javascript:alert(1))',
  '[https://evil.example](https://example.com)': '<a https://example.com>https://evil.example</a>',
  'see https://example.com/a_b_c, then': 'see <a https://example.com/a_b_c>https://example.com/a_b_c</a>, then',
  '<https://example.com>': '<a https://example.com>https://example.com</a>',
  '<:wave:123456>': ':wave:',
  '# One\n## Two\n### Three\n#### four\n#five': '<h1>One</h1><h2>Two</h2><h3>Three</h3>#### four\n#five',
  '-# small **x**': '<small>small <strong>x</strong></small>',
  '> a\n> b\nc': '<blockquote>a\nb</blockquote>c',
  '> a\n> > b': '<blockquote>a\n> b</blockquote>',
  'a\n>>> b\nc': 'a<blockquote>b\nc</blockquote>',
  '- a\n  - b\n- c': '<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>',
  '3. a\n4. b': '<ol><li>a</li><li>b</li></ol>',
  '- a\n1. b': '<ul><li>a</li></ul><ol><li>b</li></ol>',
  '```js\nconst a = "**";\n```': '<pre><code>const a = "**";</code></pre>',
  'before ```x``` after': 'before <pre><code>x</code></pre> after',
  'two `` ticks': 'two `` ticks',
  'unclosed **bold `code ||spoiler [link](https://': 'unclosed **bold `code ||spoiler [link](https://',
  'two\n\nlines': 'two\n\nlines',
  '': '',
};

for (const [text, expected] of Object.entries(CASES)) {
  test(JSON.stringify(text), () => assert.equal(shown(text), expected));
}

test('a timestamp that tells how long ago keeps its moment', () => {
  const [node] = inline(`<t:${Math.floor(Date.now() / 1000) - 120}:R>`);
  assert.equal(node.textContent, '2 minutes ago');
  assert.ok(node.dataset.relative);
});

test('a timestamp beyond all calendars stays text', () => {
  assert.equal(shown('<t:999999999999999:R>'), '&lt;t:999999999999999:R>');
});

test('a title holds no link of its own', () => {
  assert.equal(inline('[x](https://example.com)', false).map(show).join(''), 'x');
});

test('hostile text is drawn all the same', () => {
  for (const piece of ['*', '_', '**', '[', '|', '`', '> ', '<', '\\', '~~', '- ']) {
    shown(piece.repeat(1500));
    shown(`${piece}a`.repeat(700));
  }
});
