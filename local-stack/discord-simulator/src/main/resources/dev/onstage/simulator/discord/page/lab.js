// The fault lab: makes calls fail, shows which rules are in force and what was answered.
import { api } from './api.js';
import { button, element } from './dom.js';
import { write } from './time.js';

const STRIKES = [
  ['500', { status: 500 }, 'Discord has trouble'],
  ['503', { status: 503 }, 'Discord is overloaded'],
  ['429 for 5 s', { status: 429, forSeconds: 5 }, 'Too many calls of this webhook, whatever is chosen above'],
  ['Global 429, 5 s', { status: 429, forSeconds: 5, global: true }, 'Too many calls of this address, whatever is chosen above'],
  ['Firewall block', { status: 429, html: true }, 'HTML with "error code: 1015" instead of JSON'],
  ['Drop the request', { drop: 'request' }, 'Closed before anything happens'],
  ['Drop the answer', { drop: 'answer' }, 'Done, then closed without an answer'],
  ['Answer 15 s late', { slowAnswerMillis: 15000 }, 'Done at once, answered late'],
  ['400 AutoMod', { status: 400, code: 200000, message: 'Message was blocked by automatic moderation' }, 'Code 200000'],
  ['401 bad token', { status: 401, code: 50027, message: 'Invalid Webhook Token' }, 'Code 50027'],
  ['403 no access', { status: 403, code: 50001, message: 'Missing Access' }, 'Code 50001'],
  ['404 no webhook', { status: 404, code: 10015, message: 'Unknown Webhook' }, 'Code 10015: the only 404 that says the webhook is gone'],
  ['404 no channel', { status: 404, code: 10003, message: 'Unknown Channel' }, 'Code 10003: a thread or channel is gone'],
  ['404 no message', { status: 404, code: 10008, message: 'Unknown Message' }, 'Code 10008'],
  ['404 no code', { status: 404, message: '404: Not Found' }, 'Code 0: the path is unknown'],
  ['404 of a proxy', { status: 404, body: '<html><body><h1>404 Not Found</h1></body></html>', contentType: 'text/html' }, 'HTML of something between the sender and Discord'],
];
const LIMITS = {
  webhook: 'Calls per webhook', channel: 'Messages per channel', global: 'Calls per address',
  invalidRequests: 'Refused calls until blocked', unknownWebhook: 'Calls of a deleted webhook', oldEdits: 'Edits of an old message',
};

function choice(label, options) {
  const select = element('select', '', ...options.map(([value, text]) => new Option(text, value)));
  return { select, node: element('label', 'choice', label, select) };
}

const section = (title, ...children) => element('section', '', element('h3', '', title), ...children);

const sayRule = (rule) => [
  rule.drop ? `drop the ${rule.drop}` : rule.html ? `firewall ${rule.status}` : rule.status ? `${rule.status}${rule.code ? ` · ${rule.code}` : ''}` : null,
  rule.body ? 'not Discord’s JSON' : null,
  rule.delayMillis ? `after ${rule.delayMillis / 1000} s` : null,
  rule.slowAnswerMillis ? `answer ${rule.slowAnswerMillis / 1000} s late` : null,
  rule.retryAfter ? `wait ${rule.retryAfter} s` : null,
  rule.global ? 'global' : null,
].filter(Boolean).join(', ');

const sayAim = (rule) => [
  rule.methods?.length ? rule.methods.join(', ') : 'any call',
  rule.webhook ? `webhook …${rule.webhook.slice(-4)}` : 'all webhooks',
  rule.until ? `until ${write(new Date(rule.until), 'T')}` : rule.timesLeft < 0 ? 'until removed' : `${rule.timesLeft}× left`,
  rule.probability !== undefined && rule.probability < 1 ? `${Math.round(rule.probability * 100)} %` : null,
].filter(Boolean).join(' · ');

/** Builds the lab once; `selected()` tells the webhook it aims at, `act` runs an action and refreshes. */
export function createLab(root, { selected, act, close }) {
  const method = choice('Call', [['', 'any'], ['POST', 'post'], ['PATCH', 'edit'], ['DELETE', 'delete'], ['GET', 'read']]);
  const times = choice('How often', [['1', 'once'], ['3', '3 times'], ['-1', 'until removed']]);
  const aim = element('p', 'hint');
  const rules = element('ul', 'rules');
  const webhookName = element('p', 'hint');
  const webhookTools = element('div', 'toolrow');
  const limits = element('div', 'limits');
  const calls = element('ol', 'calls');
  let shownLimits = '';
  let shownRules = '';
  let shownCalls = '';

  const strike = (rule) => act(() => api.addFault({
    ...rule, ...(rule.forSeconds ? {} : { times: Number(times.select.value) }),
    ...(method.select.value ? { methods: [method.select.value] } : {}), ...(selected() ? { webhook: selected().id } : {}),
  }));

  root.append(
    element('header', 'labhead', element('h2', '', 'Fault lab'), button('Close', close, 'plain closelab')),
    section('Make the next call fail', aim, element('div', 'choices', method.node, times.node),
      element('div', 'strikes', ...STRIKES.map(([label, rule, title]) => {
        const node = button(label, () => strike(rule), 'strike');
        node.title = title;
        return node;
      }))),
    section('Faults in force', rules),
    section('Webhook', webhookName, webhookTools),
    section('Latest calls', calls),
    section('Limits', limits),
    section('Messages', element('div', 'toolrow', button('Clear all messages', () => confirm('Forget all messages of all webhooks?') && act(() => api.clearMessages()), 'tool danger'))));

  function drawRules(faults) {
    if (shownRules === JSON.stringify(faults)) return;
    shownRules = JSON.stringify(faults);
    if (!faults.length) return rules.replaceChildren(element('li', 'hint', 'None: every call is answered as Discord would.'));
    rules.replaceChildren(...faults.map((rule) => element('li', '', element('div', '', element('b', '', sayRule(rule)), element('div', 'hint', sayAim(rule))),
      button('Remove', () => act(() => api.removeFault(rule.id)), 'plain'))),
    ...(faults.length > 1 ? [element('li', '', button('Remove all', () => act(() => api.clearFaults()), 'plain'))] : []));
  }

  function drawLimits(settings, blockedUntil) {
    if (shownLimits === JSON.stringify([settings, blockedUntil]) || limits.contains(document.activeElement)) return;
    shownLimits = JSON.stringify([settings, blockedUntil]);
    const change = (key, value) => act(() => api.changeLimits({ [key]: value }));
    limits.replaceChildren(...Object.entries(settings).map(([key, limit]) => {
      const on = element('input');
      on.type = 'checkbox';
      on.checked = limit.enabled;
      on.addEventListener('change', () => change(key, { enabled: on.checked }));
      const number = (name, min, label) => {
        const input = element('input');
        input.type = 'number';
        input.min = min;
        input.step = 'any';
        input.value = limit[name];
        input.setAttribute('aria-label', `${LIMITS[key] ?? key}: ${label}`);
        input.addEventListener('change', () => input.checkValidity() && input.value !== '' && change(key, { [name]: Number(input.value) }));
        return input;
      };
      return element('div', 'limit', element('label', '', on, ` ${LIMITS[key] ?? key}`),
        element('span', 'amount', number('calls', 0, 'calls'), ' in ', number('seconds', 0.001, 'seconds'), ' s'));
    }), element('div', 'toolrow', button(blockedUntil ? 'Reset and unblock' : 'Reset', () => act(() => api.resetLimits()), 'tool')));
  }

  function drawWebhook(webhook) {
    webhookName.textContent = webhook ? '' : 'Choose a webhook in the list to delete it or to make it a forum’s.';
    if (!webhook) return webhookTools.replaceChildren();
    const state = `${webhook.id} ${webhook.removed} ${webhook.forum}`;
    if (webhookTools.dataset.state === state && webhookTools.childElementCount) return;
    webhookTools.dataset.state = state;
    webhookTools.replaceChildren(
      webhook.removed
        ? button('Bring it back', () => act(() => api.declareWebhook(webhook.id, {})), 'tool')
        : button('Delete this webhook', () => act(() => api.removeWebhook(webhook.id)), 'tool danger'),
      button(webhook.forum ? 'Make it a text channel' : 'Make it a forum', () => act(() => api.declareWebhook(webhook.id, { forum: !webhook.forum })), 'tool'));
  }

  return {
    update({ overview, latestCalls }) {
      const webhook = selected();
      aim.textContent = webhook ? `Aimed at ${webhook.shownAs ?? webhook.name} …${webhook.id.slice(-4)} only.` : 'Aimed at all webhooks.';
      drawRules(overview.faults);
      drawLimits(overview.limits, overview.blockedUntil);
      drawWebhook(webhook);
      if (shownCalls === JSON.stringify(latestCalls)) return;
      shownCalls = JSON.stringify(latestCalls);
      calls.replaceChildren(...(latestCalls.length ? [...latestCalls].reverse().map(drawCall) : [element('li', 'hint', 'None yet.')]));
    },
  };
}

function drawCall(call) {
  const kind = call.status === 0 ? 'lost' : call.status < 300 ? 'good' : 'bad';
  const status = call.status === 0 ? 'no answer' : `${call.status}${call.code ? ` · ${call.code}` : ''}`;
  const node = element('li', 'call', element('span', 'when', write(new Date(call.at), 'T')), element('span', 'method', call.method),
    element('span', 'who', `…${call.webhookId.slice(-4)}`), element('span', `status ${kind}`, status));
  if (call.fault) {
    node.classList.add('injected');
    node.title = 'Answered by an injected fault';
  }
  return node;
}
