// The control interface of the simulator.

async function send(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return response.status === 204 ? null : response.json();
}

const SAMPLE = {
  username: 'Onstage',
  content: '**Nova** is live!',
  allowed_mentions: { parse: [] },
  embeds: [{
    title: 'Building a ray tracer, part 3', url: 'https://example.com/s/1', description: 'Triangles at last.', color: 15158332,
    author: { name: 'Nova', url: 'https://example.com/u/nova' },
    fields: [{ name: 'Category', value: 'Software', inline: true }],
    footer: { text: 'A sample message' },
  }],
  components: [{ type: 1, components: [{ type: 2, style: 5, label: 'Watch', url: 'https://example.com/s/1' }] }],
};

export const api = {
  overview: () => send('GET', '_sim/overview'),
  messages: (webhook, limit) => send('GET', `_sim/messages?limit=${limit}${webhook ? `&webhook=${webhook}` : ''}`),
  calls: (webhook, limit) => send('GET', `_sim/calls?limit=${limit}${webhook ? `&webhook=${webhook}` : ''}`),
  addFault: (rule) => send('PUT', '_sim/faults', rule),
  removeFault: (id) => send('DELETE', `_sim/faults/${id}`),
  clearFaults: () => send('DELETE', '_sim/faults'),
  changeLimits: (change) => send('PUT', '_sim/limits', change),
  resetLimits: () => send('DELETE', '_sim/limits'),
  declareWebhook: (id, change) => send('PUT', `_sim/webhooks/${id}`, change),
  removeWebhook: (id) => send('DELETE', `_sim/webhooks/${id}`),
  removeMessage: (id) => send('DELETE', `_sim/messages/${id}`),
  ageMessage: (id) => send('PUT', `_sim/messages/${id}/age`, { minutes: 61 }),
  clearMessages: () => send('DELETE', '_sim/messages'),
  postSample: () => send('POST', 'api/v10/webhooks/100000000000000001/sample?wait=true&with_components=true', {
    ...SAMPLE,
    embeds: [{ ...SAMPLE.embeds[0], timestamp: new Date().toISOString(),
      fields: [...SAMPLE.embeds[0].fields, { name: 'Started', value: `<t:${Math.floor(Date.now() / 1000)}:R>`, inline: true }] }],
  }),
};
