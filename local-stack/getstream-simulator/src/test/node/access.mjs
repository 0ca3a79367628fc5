// What people can do with tokens of their own, and what not, with GetStream's own SDKs and plain HTTP. Arguments: base
// URL, API key, API secret.
import assert from 'node:assert/strict';
import { StreamClient } from '@stream-io/node-sdk';
import { StreamChat } from 'stream-chat';

const [base, apiKey, apiSecret] = process.argv.slice(2);
// The SDKs give up after three seconds, which a busy machine may take.
const PATIENCE_MILLIS = 120_000;
const server = new StreamClient(apiKey, apiSecret, { basePath: base, timeout: PATIENCE_MILLIS });
const chatServer = new StreamChat(apiKey, apiSecret, { baseURL: base, timeout: PATIENCE_MILLIS });
const call = server.video.call('onstage', 'main');

const token = (userId) => server.generateUserToken({ user_id: userId, validity_in_seconds: 600 });

async function http(method, path, headers, body) {
  const response = await fetch(`${base}/api/v2${path}?api_key=${apiKey}`, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  return { status: response.status, code: answer.code, answer };
}

const as = (userToken, method, path, body) =>
  http(method, path, { Authorization: userToken, 'stream-auth-type': 'jwt' }, body);
const anonymously = (method, path, body) => http(method, path, { 'stream-auth-type': 'anonymous' }, body);

/** The chat client of a person, as connectUser leaves it but for the WebSocket, which the simulator does not have. */
async function chatOf(user, userToken) {
  const client = new StreamChat(apiKey, { baseURL: base, timeout: PATIENCE_MILLIS });
  await client._setToken(user, userToken);
  client._setUser(user);
  return client.channel('livestream_invite', 'main');
}

async function refused(what, attempt, code = 17) {
  await assert.rejects(attempt, (error) => {
    assert.equal(error.code, code, `${what}: ${error.message}`);
    return true;
  });
}

function denied(what, { status, code }) {
  assert.deepEqual({ status, code }, { status: 403, code: 17 }, what);
}

/** What happens behind GetStream's API: an encoder connects, somebody's media connection comes about. */
async function outside(path, body) {
  const response = await fetch(`${base}/_sim${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.status;
}

const granted = (what, { status, answer }) => assert.ok(status < 300, `${what}: ${status} ${answer.message}`);

const CALL = '/video/call/onstage/main';
const JOIN = { location: 'FRA' };

// Roles, people, a call type and a channel type in which nobody has anything but those who are named, as Onstage grants:
// who publishes does so as host of the call, since a role in the app would count in the calls of all channels.
await server.createRole({ name: 'onstage_viewer' });
await server.createRole({ name: 'onstage_broadcaster' });
const roles = (await server.listRoles()).roles.map((role) => role.name);
assert.ok(roles.includes('onstage_viewer') && roles.includes('channel_member'));
await server.upsertUsers([
  ...['mara', 'otto'].map((id) => ({ id, role: 'onstage_broadcaster' })),
  ...['vic', 'iris', 'bert', 'rita'].map((id) => ({ id, role: 'onstage_viewer' })),
]);
const nothing = (...names) => Object.fromEntries(names.map((role) => [role, []]));
const writing = [
  'read-channel',
  'create-message',
  'create-reaction',
  'update-message-owner',
  'delete-message-owner',
  'flag-message',
];
await server.video.createCallType({
  name: 'onstage',
  settings: { backstage: { enabled: true } },
  grants: {
    ...nothing('onstage_broadcaster', 'call_member', 'moderator', 'user', 'guest', 'anonymous'),
    onstage_viewer: ['read-call', 'join-call'],
    host: ['read-call', 'join-call', 'join-backstage', 'send-audio', 'send-video'],
  },
});
await server.chat.createChannelType({
  name: 'livestream_invite',
  automod: 'disabled',
  automod_behavior: 'flag',
  max_message_length: 500,
  grants: {
    ...nothing('onstage_broadcaster', 'user', 'guest', 'anonymous'),
    onstage_viewer: ['read-channel', 'read-channel-members', 'flag-message', 'mute-channel'],
    channel_member: writing,
    channel_moderator: [
      ...writing,
      'delete-message',
      'update-channel-cooldown',
      'update-channel-frozen',
    ],
  },
});
const read = await server.video.getCallType({ name: 'onstage' });
assert.deepEqual(read.grants.onstage_viewer, ['read-call', 'join-call']);
assert.deepEqual(read.grants.guest, []);

// Before Onstage sets anything up, nobody can take its call or its channel.
const vic = token('vic');
denied('create the call', await as(vic, 'POST', CALL, {}));
denied('create the call by joining', await as(vic, 'POST', `${CALL}/join`, { ...JOIN, create: true }));
const vicsChat = await chatOf({ id: 'vic' }, vic);
await refused('create the channel', () => vicsChat.query());
denied('create a call of a built-in type', await as(vic, 'POST', '/video/call/livestream/main', {}));

const created = await call.getOrCreate({ data: { created_by_id: 'mara', members: [{ user_id: 'mara', role: 'host' }] } });
assert.equal(created.created, true);
assert.equal(created.call.created_by.id, 'mara');
await chatServer
  .channel('livestream_invite', 'main', { created_by_id: 'mara' })
  .create();
const history = chatServer.channel('livestream_invite', 'main');
await history.assignRoles([{ user_id: 'mara', channel_role: 'channel_moderator' }]).then(
  () => assert.fail('a role was assigned to somebody who is no member'),
  (error) => assert.equal(error.code, 4),
);
await history.addMembers([{ user_id: 'mara', channel_role: 'channel_moderator' }]);

// The host publishes, in backstage too; the broadcaster of another channel does not, not even as a member.
const address = created.call.ingress.rtmp.address;
const publish = (userId) => outside('/encoders', { address, streamKey: token(userId) });
const own = await as(token('mara'), 'GET', CALL);
assert.deepEqual(own.answer.own_capabilities, ['join-backstage', 'join-call', 'read-call', 'send-audio', 'send-video']);
assert.equal(await publish('mara'), 201);
denied('read as broadcaster of another channel', await as(token('otto'), 'GET', CALL));
denied('join as broadcaster of another channel', await as(token('otto'), 'POST', `${CALL}/join`, JOIN));
assert.equal(await publish('otto'), 403);
await call.updateCallMembers({ update_members: [{ user_id: 'otto', role: 'call_member' }] });
assert.equal(await publish('otto'), 403);
await call.updateCallMembers({ remove_members: ['otto'] });
assert.equal(await publish('vic'), 403);

// Who only watches: reads and joins what is live, and nothing else.
const seen = await as(vic, 'GET', CALL);
granted('read the call', seen);
assert.deepEqual(seen.answer.own_capabilities, ['join-call', 'read-call']);
denied('join while backstage', await as(vic, 'POST', `${CALL}/join`, JOIN));
denied('go live', await as(vic, 'POST', `${CALL}/go_live`, {}));
await call.goLive();
granted('join what is live', await as(vic, 'POST', `${CALL}/join`, JOIN));
denied('stop', await as(vic, 'POST', `${CALL}/stop_live`, {}));
denied('end for good', await as(vic, 'POST', `${CALL}/mark_ended`, {}));
denied('change the call', await as(vic, 'PATCH', CALL, { custom: { title: 'mine' } }));
denied('become a member', await as(vic, 'POST', `${CALL}/members`, { update_members: [{ user_id: 'vic', role: 'admin' }] }));
denied('become somebody else', await as(vic, 'PATCH', '/users', { users: [{ id: 'vic', set: { role: 'admin' } }] }));
denied('create another call', await as(vic, 'POST', '/video/call/onstage/other', {}));
await vicsChat.query();
await refused('post', () => vicsChat.sendMessage({ text: 'hello' }));
await refused('join the chat', () => vicsChat.addMembers(['vic']));

// Who is invited posts, until the invitation is taken back.
await history.addMembers(['iris']);
const irisChat = await chatOf({ id: 'iris' }, token('iris'));
const { message } = await irisChat.sendMessage({ text: 'hello' });
assert.equal(message.user.id, 'iris');
assert.equal((await vicsChat.query()).messages.at(-1).text, 'hello');
await history.removeMembers(['iris']);
await refused('post without the invitation', () => irisChat.sendMessage({ text: 'again' }));

// Guests and people without any token find nothing.
const guest = await http('POST', '/guest', {}, { user: { id: 'passer-by' } });
granted('become a guest', guest);
const guestToken = guest.answer.access_token;
const callToken = server.generateCallToken({ user_id: '!anon', role: 'viewer', call_cids: ['onstage:main'] });
for (const [who, ask] of Object.entries({
  guest: (...what) => as(guestToken, ...what),
  anonymous: anonymously,
  'call token': (method, path, body) =>
    http(method, path, { Authorization: callToken, 'stream-auth-type': 'anonymous' }, body),
})) {
  denied(`${who} reads the call`, await ask('GET', CALL));
  denied(`${who} joins`, await ask('POST', `${CALL}/join`, JOIN));
  denied(`${who} reads the chat`, await ask('POST', '/chat/channels/livestream_invite/main/query', {}));
}
const guestChat = await chatOf(guest.answer.user, guestToken);
await refused('a guest reads the chat', () => guestChat.query());
await server.updateApp({ guest_user_creation_disabled: true });
denied('become a guest when that is off', await http('POST', '/guest', {}, { user: { id: 'another' } }));

// Block: nobody comes in until unblocked, and whoever is in stays. Kick: out of the call.
const watching = async () =>
  (await call.get()).call.session.participants.map((one) => one.user.id).filter((id) => id !== 'mara');
assert.equal(await outside('/calls/onstage/main/viewers', { tokens: [token('bert')] }), 200);
await call.blockUser({ user_id: 'bert' });
assert.deepEqual((await call.get()).call.blocked_user_ids, ['bert']);
assert.deepEqual(await watching(), ['bert']);
denied('join when blocked', await as(token('bert'), 'POST', `${CALL}/join`, JOIN));
await call.kickUser({ user_id: 'bert', kicked_by_id: 'mara', block: true });
assert.deepEqual(await watching(), []);
denied('join when kicked and blocked', await as(token('bert'), 'POST', `${CALL}/join`, JOIN));
await call.unblockUser({ user_id: 'bert' });
granted('join when unblocked', await as(token('bert'), 'POST', `${CALL}/join`, JOIN));

// Ban from the channel in a moderator's name, who cannot do it with a token of her own; then from the app.
await history.addMembers(['bert']);
const bertsChat = await chatOf({ id: 'bert' }, token('bert'));
await bertsChat.sendMessage({ text: 'spam' });
const marasChat = await chatOf({ id: 'mara' }, token('mara'));
const mainChat = { type: 'livestream_invite', id: 'main' };
await refused('ban with a token of her own', () =>
  marasChat.getClient().banUser('bert', { ...mainChat, timeout: 30, reason: 'spam' }),
);
await chatServer.banUser('bert', { ...mainChat, timeout: 30, reason: 'spam', banned_by_id: 'mara' });
await refused('post when banned', () => bertsChat.sendMessage({ text: 'more spam' }));
const { bans } = await chatServer.queryBannedUsers({ channel_cid: 'livestream_invite:main' });
assert.deepEqual(bans.map((ban) => [ban.user.id, ban.banned_by.id, ban.reason]), [['bert', 'mara', 'spam']]);
await chatServer.unbanUser('bert', { ...mainChat, unbanned_by_id: 'mara' });
await bertsChat.sendMessage({ text: 'sorry' });
await server.moderation.ban({ target_user_id: 'bert', banned_by_id: 'mara' });
await refused('post when banned from the app', () => bertsChat.sendMessage({ text: 'still here' }));
granted('read when banned from the app', await as(token('bert'), 'GET', CALL));
await server.moderation.unban({ target_user_id: 'bert', unbanned_by_id: 'mara' });
await bertsChat.sendMessage({ text: 'sorry again' });

// Revoke: every older token is worth nothing, a newer one is.
const old = token('rita');
granted('read before the revocation', await as(old, 'GET', CALL));
const ritasChat = await chatOf({ id: 'rita' }, old);
await ritasChat.query();
await chatServer.revokeUserToken('rita');
assert.equal((await as(old, 'GET', CALL)).code, 40);
await refused('read the chat with a revoked token', () => ritasChat.query(), 40);
await chatServer.revokeUserToken('rita', new Date(Date.now() - 60_000));
granted('read with a token newer than the revocation', await as(token('rita'), 'GET', CALL));
