const REFRESH_MILLIS = 1000;
const DELIVERIES = 40;
const WEBHOOK_TYPES = { call: 'this call', '': 'every call' };

const $ = (id) => document.getElementById(id);
let selected = decodeURIComponent(location.hash.slice(1));

/** Asks the simulator; throws an Error that says why when it refuses. */
async function ask(method, path, body) {
  const response = await fetch(`/_sim/${path}`, {
    method,
    headers: body ? { 'Content-Type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  });
  const answer = response.status === 204 ? null : await response.json();
  if (!response.ok) {
    throw new Error(answer?.error ?? `status ${response.status}`);
  }
  return answer;
}

function say(text, wrong = false) {
  $('says').textContent = text;
  $('says').classList.toggle('wrong', wrong);
}

/** Does something that a person asked for, tells how it went, and shows the result at once. */
async function act(told, work) {
  try {
    const more = await work();
    say(more ?? told);
  } catch (failure) {
    say(`${told}: ${failure.message}`, true);
  }
  await refresh();
}

function onSubmit(id, handler) {
  $(id).addEventListener('submit', (event) => {
    event.preventDefault();
    handler(new FormData(event.target), event.submitter);
  });
}

const path = (cid) => cid.split(':').map(encodeURIComponent).join('/');
const number = (form, name) => (form.get(name) === '' ? undefined : Number(form.get(name)));

/** Makes an element; text only ever becomes text. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'onclick') {
      made.addEventListener('click', value);
    } else {
      made.setAttribute(key, value);
    }
  }
  made.append(...children);
  return made;
}

/** Replaces a list when it has changed, and keeps the focus on the same entry. */
function show(container, entries) {
  const shown = JSON.stringify(entries.map((entry) => entry.key));
  if (container.dataset.shown === shown) {
    return;
  }
  container.dataset.shown = shown;
  const focused = container.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  container.replaceChildren(...entries.map((entry) => entry.make()));
  if (focused) {
    [...container.querySelectorAll('button')].find((button) => button.dataset.key === focused)?.focus();
  }
}

function row(key, text, button, onclick) {
  return {
    key,
    make: () => element('li', {}, element('span', {}, text), element('button', { 'data-key': key, onclick, 'aria-label': `${button}: ${text}` }, button)),
  };
}

// ---- what people do

onSubmit('connect', (form) =>
  act('Connect', async () => {
    const body = Object.fromEntries([...form].filter(([, value]) => value !== ''));
    const encoder = await ask('POST', 'encoders', body);
    choose(encoder.callCid);
    return `${body.clientName ?? 'The encoder'} sends to ${encoder.callCid}.`;
  }),
);

$('go-live').addEventListener('click', () => act('Went live.', () => ask('POST', `calls/${path(selected)}/go_live`).then(() => null)));
$('stop-live').addEventListener('click', () => act('Stopped.', () => ask('POST', `calls/${path(selected)}/stop_live`).then(() => null)));
$('mark-ended').addEventListener('click', () => {
  if (confirm(`End ${selected} for good? The call cannot be used again.`)) {
    act('Ended.', () => ask('POST', `calls/${path(selected)}/mark_ended`).then(() => null));
  }
});

onSubmit('viewers', (form, submitter) =>
  act('Viewers', async () => {
    const count = Number(form.get('count'));
    if (submitter?.value === 'leave') {
      const { left } = await ask('DELETE', `calls/${path(selected)}/viewers?count=${count}`);
      return `${left.length} left.`;
    }
    const { joined } = await ask('POST', `calls/${path(selected)}/viewers`, { count, prefix: form.get('prefix') || undefined });
    return `${joined.length} joined.`;
  }),
);

onSubmit('chat', (form) =>
  act('Chat', async () => {
    const { messageIds } = await ask('POST', `channels/${path(form.get('channel'))}/messages`, {
      count: Number(form.get('count')),
      prefix: form.get('prefix') || undefined,
    });
    return `${messageIds.length} messages sent.`;
  }),
);

onSubmit('moderation', (form, submitter) =>
  act('Moderation', async () => {
    const user = `users/${encodeURIComponent(form.get('userId'))}`;
    const channel = form.get('channel') || undefined;
    if (submitter?.value === 'unban') {
      await ask('POST', `${user}/unban`, { channel });
      return `${form.get('userId')} is not banned.`;
    }
    await ask('POST', `${user}/ban`, { channel, minutes: number(form, 'minutes'), reason: form.get('reason') || undefined });
    return `${form.get('userId')} is banned.`;
  }),
);

onSubmit('fault', (form) =>
  act('Fault added.', async () => {
    const drop = number(form, 'drop');
    const types = form.get('types').split(',').map((type) => type.trim()).filter(Boolean);
    await ask('PUT', 'faults', {
      call: form.get('scope') ? selected || undefined : undefined,
      types: types.length ? types : undefined,
      drop: drop === undefined ? undefined : drop / 100,
      duplicate: number(form, 'duplicate'),
      delayMillis: number(form, 'delayMillis'),
      shuffleWithinMillis: number(form, 'shuffleWithinMillis'),
      gzip: form.has('gzip') || undefined,
      badSignature: form.has('badSignature') || undefined,
    });
  }),
);

onSubmit('outage', (form) =>
  act('Outage set.', async () => {
    await ask('PUT', 'outage', { mode: form.get('mode'), call: form.get('scope') ? selected || undefined : undefined });
  }),
);

function choose(cid) {
  selected = cid;
  history.replaceState(null, '', `#${encodeURIComponent(cid)}`);
}

// ---- what there is

function showCalls(calls) {
  show(
    $('calls'),
    calls.map((cid) => ({
      key: `${cid} ${cid === selected}`,
      make: () =>
        element('li', {}, element('button', { 'data-key': cid, 'aria-current': cid === selected, onclick: () => { choose(cid); refresh(); } }, cid)),
    })),
  );
  $('no-calls').hidden = calls.length > 0;
}

function showCall(call) {
  $('of-call').hidden = !call;
  const encoders = call?.encoders ?? [];
  show(
    $('encoders'),
    encoders.flatMap((encoder) => [
      row(encoder.ingressStreamId, `${encoder.clientName} ${encoder.version} → ${encoder.callCid}`, 'Disconnect', () =>
        act('Disconnected.', () => ask('DELETE', `encoders/${encodeURIComponent(encoder.ingressStreamId)}`)),
      ),
    ]),
  );
  if (!call) {
    return;
  }
  const state = call.endedAt ? 'ended' : call.backstage ? 'backstage' : 'live';
  $('cid').textContent = call.callCid;
  $('state').textContent = state;
  $('state').className = `pill ${state}`;
  $('go-live').disabled = state !== 'backstage';
  $('stop-live').disabled = state !== 'live';
  $('mark-ended').disabled = state === 'ended';
  const publishing = new Set(encoders.map((encoder) => encoder.userSessionId));
  $('viewer-count').textContent = call.participants.filter((one) => !publishing.has(one.userSessionId)).length;
}

function showChannels(channels) {
  const select = $('chat').elements.channel;
  const id = selected.split(':')[1]?.split('_')[0];
  const wanted = channels.filter((cid) => cid.split(':')[1] === id).concat(channels.filter((cid) => cid.split(':')[1] !== id));
  const shown = JSON.stringify(wanted);
  if (select.dataset.shown !== shown) {
    select.dataset.shown = shown;
    select.replaceChildren(...wanted.map((cid) => element('option', { value: cid }, cid)));
    $('moderation').elements.channel.replaceChildren(
      element('option', { value: '' }, 'everything'),
      ...wanted.map((cid) => element('option', { value: cid }, cid)),
    );
  }
}

function inWords(rule) {
  const parts = [
    rule.drop != null && `drop ${Math.round(rule.drop * 100)} %`,
    rule.duplicate && `${rule.duplicate} extra`,
    rule.delayMillis && `delay ${rule.delayMillis} ms`,
    rule.shuffleWithinMillis && `shuffle within ${rule.shuffleWithinMillis} ms`,
    rule.gzip && 'gzip',
    rule.badSignature && 'bad signature',
  ].filter(Boolean);
  return `${rule.call ?? rule.channel ?? WEBHOOK_TYPES['']}: ${parts.join(', ') || 'nothing'}; ${rule.types?.join(', ') || 'all types'}`;
}

function showFaults(faults, outages) {
  show(
    $('faults'),
    Object.entries(faults).map(([id, rule]) => row(id, inWords(rule), 'Remove', () => act('Fault removed.', () => ask('DELETE', `faults/${id}`)))),
  );
  show(
    $('outages'),
    Object.values(outages).map((outage) =>
      row(`${outage.call} ${outage.mode}`, `API of ${outage.call ?? 'everything'}: ${outage.mode}`, 'Lift', () =>
        act('Outage lifted.', () => ask('PUT', 'outage', { mode: 'none', call: outage.call ?? undefined })),
      ),
    ),
  );
}

function showDeliveries({ pending, deliveries }) {
  $('pending').textContent = pending;
  $('no-deliveries').hidden = deliveries.length > 0;
  show(
    $('deliveries'),
    deliveries.reverse().map((one) => ({
      key: `${one.id} ${one.attempt} ${one.at}`,
      make: () => {
        const good = one.status >= 200 && one.status < 300;
        const answer = one.status ?? one.outcome.toLowerCase().replace('_', ' ');
        return element(
          'tr',
          {},
          element('td', {}, new Date(one.at).toLocaleTimeString()),
          element('td', {}, one.type),
          element('td', {}, one.cid ?? ''),
          element('td', {}, String(one.attempt)),
          element('td', { class: good ? 'good' : 'bad' }, one.droppedBy ? `dropped by ${one.droppedBy}` : String(answer)),
        );
      },
    })),
  );
}

let reached = true;

async function refresh() {
  try {
    const [{ calls }, { channels }, faults, outages, deliveries] = await Promise.all(
      ['calls', 'channels', 'faults', 'outage', `deliveries?last=${DELIVERIES}`].map((what) => ask('GET', what)),
    );
    if (!calls.includes(selected)) {
      selected = calls[0] ?? '';
    }
    showCalls(calls);
    showCall(selected ? await ask('GET', `calls/${path(selected)}`) : null);
    showChannels(channels);
    showFaults(faults, outages);
    showDeliveries(deliveries);
    if (!reached) {
      say('The simulator answers again.');
    }
    reached = true;
  } catch (failure) {
    reached = false;
    say(`The simulator does not answer: ${failure.message}`, true);
  }
}

async function keepRefreshing() {
  await refresh();
  setTimeout(keepRefreshing, REFRESH_MILLIS);
}

keepRefreshing();
