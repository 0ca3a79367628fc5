// Sets a stream up, goes live and stops with GetStream's own Node SDK. Arguments: base URL, API key, API secret.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { StreamClient } from '@stream-io/node-sdk';

const [base, apiKey, apiSecret] = process.argv.slice(2);
// The SDKs give up after three seconds, which a busy machine may take.
const PATIENCE_MILLIS = 120_000;
const client = new StreamClient(apiKey, apiSecret, { basePath: base, timeout: PATIENCE_MILLIS });

const events = [];
const waiting = [];
const receiver = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    // The SDK's own check: unpacks, verifies the signature, parses.
    events.push(client.verifyAndParseWebhook(Buffer.concat(chunks), request.headers['x-signature']));
    response.writeHead(204).end();
    waiting.splice(0).forEach((wake) => wake());
  });
});
await new Promise((ready) => receiver.listen(0, '127.0.0.1', ready));

async function event(type) {
  for (;;) {
    const found = events.find((each) => each.type === type);
    if (found) return found;
    await new Promise((wake) => waiting.push(wake));
  }
}

async function control(method, path, body) {
  const response = await fetch(`${base}/_sim${path}`, { method, body: body && JSON.stringify(body) });
  assert.ok(response.ok, `${method} ${path}: ${response.status}`);
  return response.json();
}

// Provision.
await client.upsertUsers([{ id: 'node-broadcaster', name: 'Mara' }]);
await client.updateApp({
  enable_hook_payload_compression: true,
  event_hooks: [
    {
      hook_type: 'webhook',
      enabled: true,
      webhook_url: `http://127.0.0.1:${receiver.address().port}/`,
      event_types: ['call.live_started', 'call.updated', 'call.session_started'],
    },
  ],
});
const { app } = await client.getApp();
assert.equal(app.event_hooks.length, 1);
assert.ok(app.event_hooks[0].id);
const call = client.video.call('livestream', 'node-main');
const request = {
  data: { created_by_id: 'node-broadcaster', members: [{ user_id: 'node-broadcaster', role: 'host' }] },
};
const created = await call.getOrCreate(request);
assert.equal(created.created, true);
assert.equal(created.call.backstage, true);
assert.ok(created.call.created_at instanceof Date);
assert.ok(Math.abs(created.call.created_at - new Date()) < 60_000);
assert.match(created.call.ingress.rtmp.address, /^rtmps:\/\//);
assert.equal((await call.getOrCreate(request)).created, false);
assert.ok(created.metadata.rateLimit.rateLimit > 0);

await client.chat.createChannelType({
  name: 'node_invite',
  automod: 'disabled',
  automod_behavior: 'flag',
  max_message_length: 500,
  grants: { user: ['read-channel'], channel_member: ['read-channel', 'create-message'] },
});
const channel = client.chat.channel('node_invite', 'node-main');
const state = await channel.getOrCreate({
  data: {
    created_by_id: 'node-broadcaster',
    members: [{ user_id: 'node-broadcaster', channel_role: 'channel_moderator' }],
  },
});
assert.equal(state.channel.cid, 'node_invite:node-main');
assert.equal(state.members[0].channel_role, 'channel_moderator');

// The encoder connects with a key the SDK made; viewers stay outside.
const streamKey = client.generateUserToken({ user_id: 'node-broadcaster', validity_in_seconds: 60 });
await control('POST', '/encoders', { address: created.call.ingress.rtmp.address, streamKey });
assert.equal((await event('call.session_started')).call.backstage, true);

// Go live, be watched, stop.
const live = await call.goLive();
assert.equal(live.call.backstage, false);
assert.ok(live.call.session.live_started_at instanceof Date);
assert.equal((await event('call.live_started')).call_cid, 'livestream:node-main');
await control('POST', '/calls/livestream/node-main/viewers', { count: 3 });
assert.deepEqual((await call.get()).call.session.participants_count_by_role, { host: 1, user: 3 });
const sessions = await client.video.queryCallParticipantSessions({
  type: 'livestream',
  id: 'node-main',
  session: live.call.current_session_id,
});
assert.equal(sessions.total_participant_sessions, 4);
const stopped = await call.stopLive();
assert.equal(stopped.call.backstage, true);
assert.ok(stopped.call.session.live_ended_at >= stopped.call.session.live_started_at);
assert.equal((await event('call.updated')).call.backstage, true);

// A refusal is an error with GetStream's code.
await assert.rejects(client.video.call('livestream', 'nowhere').get(), (error) => error.code === 16);
const stranger = new StreamClient(apiKey, 'another-secret', { basePath: base, timeout: PATIENCE_MILLIS });
await assert.rejects(stranger.video.call('livestream', 'node-main').get(), (error) => error.code === 43);

receiver.close();
receiver.closeAllConnections();
