// Draws a message as Discord's dark theme does.
import { button, element, icon, icons, link } from './dom.js';
import { inline, markdown } from './markdown.js';
import { calendar, write } from './time.js';

const SUPPRESS_EMBEDS = 4;
const SILENT = 4096;
const AVATARS = ['#5865f2', '#757e8a', '#3ba55c', '#faa61a', '#ed4245', '#eb459e'];
const LOCAL = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** A picture by its address: from the web only when the reader wants that, else a placeholder in its place. */
function picture(url, className, pictures, otherwise) {
  let address;
  try {
    address = new URL(url);
  } catch {
    return otherwise();
  }
  if (!/^https?:$/.test(address.protocol) || (!pictures && !LOCAL.has(address.hostname))) return otherwise();
  const node = element('img', className);
  node.alt = '';
  node.referrerPolicy = 'no-referrer';
  node.loading = 'lazy';
  node.addEventListener('error', () => node.replaceWith(...[otherwise()].filter(Boolean)));
  node.src = address.href;
  return node;
}

function placeholder(url, className) {
  const node = element('div', `placeholder ${className}`, icon(icons.picture));
  node.title = url;
  if (className === 'image') node.append(element('span', '', shortened(url)));
  return node;
}

function shortened(url) {
  return url.replace(/^https?:\/\//, '').replace(/[?#].*$/, '');
}

function avatar(message, name, pictures) {
  const letter = () => {
    const node = element('div', 'avatar', [...name][0]?.toUpperCase() ?? '?');
    node.style.backgroundColor = AVATARS[Number(message.webhookId.slice(-6)) % AVATARS.length];
    return node;
  };
  const url = message.payload.avatar_url;
  const node = url ? picture(url, 'avatar', pictures, letter) : letter();
  node.setAttribute('aria-hidden', 'true');
  return node;
}

/** Inline fields stand side by side, up to three in a row. */
function rowsOf(fields) {
  const rows = [];
  for (const field of fields) {
    const row = rows[rows.length - 1];
    if (field.inline && row?.[0].inline && row.length < 3) row.push(field);
    else rows.push([field]);
  }
  return rows;
}

function drawFields(fields) {
  return element('div', 'fields', ...rowsOf(fields).flatMap((row) => row.map((field) =>
    element('div', `field of${row.length}`, element('div', 'fieldname', ...inline(field.name)), element('div', 'fieldvalue', ...markdown(field.value))))));
}

function small(url, pictures) {
  return url ? picture(url, 'small-icon', pictures, () => placeholder(url, 'small-icon')) : null;
}

function drawEmbed(embed, pictures) {
  const node = element('article', 'embed');
  const color = Number(embed.color ?? 0);
  if (color > 0) node.style.borderLeftColor = `#${color.toString(16).padStart(6, '0')}`;
  const body = element('div', 'embedbody');
  if (embed.author?.name) {
    body.append(element('div', 'author', small(embed.author.icon_url, pictures),
      embed.author.url ? link(embed.author.url, embed.author.name) : element('span', '', embed.author.name)));
  }
  if (embed.title) body.append(element('div', 'embedtitle', embed.url ? link(embed.url, ...inline(embed.title, false)) : element('span', '', ...inline(embed.title))));
  if (embed.description) body.append(element('div', 'description', ...markdown(embed.description)));
  if (embed.fields?.length) body.append(drawFields(embed.fields));
  node.append(body);
  if (embed.thumbnail?.url) node.append(picture(embed.thumbnail.url, 'thumbnail', pictures, () => placeholder(embed.thumbnail.url, 'thumbnail')));
  if (embed.image?.url) node.append(picture(embed.image.url, 'image', pictures, () => placeholder(embed.image.url, 'image')));
  const when = embed.timestamp ? calendar(new Date(embed.timestamp)) : null;
  if (embed.footer?.text || when) {
    node.append(element('div', 'footer', small(embed.footer?.icon_url, pictures), element('span', '', [embed.footer?.text, when].filter(Boolean).join(' • '))));
  }
  return node;
}

/** Of embeds with the same address only the first is shown. */
function shownEmbeds(payload) {
  const seen = new Set();
  return (payload.embeds ?? []).filter((embed) => {
    if (!embed.url) return true;
    const first = !seen.has(embed.url);
    seen.add(embed.url);
    return first;
  });
}

function drawComponent(component, pictures) {
  switch (component.type) {
    case 1:
      return element('div', 'buttons', ...component.components.map((item) => drawComponent(item, pictures)));
    case 2: {
      const node = link(component.url, component.emoji?.name ? `${component.emoji.name} ` : null, component.label ?? '', icon(icons.out));
      node.className = 'linkbutton';
      return node;
    }
    case 9:
      return element('div', 'section', element('div', '', ...component.components.map((item) => drawComponent(item, pictures))), drawComponent(component.accessory, pictures));
    case 10:
      return element('div', 'content', ...markdown(component.content));
    case 11:
      return picture(component.media?.url, 'thumbnail', pictures, () => placeholder(component.media?.url ?? '', 'thumbnail'));
    case 12:
      return element('div', 'gallery', ...(component.items ?? []).map((item) =>
        picture(item.media?.url, 'image', pictures, () => placeholder(item.media?.url ?? '', 'image'))));
    case 14:
      return element('hr', component.divider === false ? 'invisible' : '');
    case 17: {
      const node = element('div', 'container', ...component.components.map((item) => drawComponent(item, pictures)));
      if (Number.isInteger(component.accent_color)) node.style.borderLeftColor = `#${component.accent_color.toString(16).padStart(6, '0')}`;
      return node;
    }
    default:
      return element('div', 'small', `Component of type ${component.type}`);
  }
}

/** What Discord does not show: whom the message notified. */
function notified(message) {
  const { everyone, here, roles, users } = message.pings;
  const who = [everyone ? '@everyone' : null, here ? '@here' : null,
    ...roles.map((id) => `role …${id.slice(-4)}`), ...users.map((id) => `user …${id.slice(-4)}`)].filter(Boolean);
  if (!who.length) return null;
  const silent = (message.payload.flags & SILENT) !== 0;
  return element('span', 'note pings', icon(icons.bell), `notified ${who.join(', ')}${silent ? ' silently' : ''}`);
}

function head(message, name) {
  const posted = new Date(message.createdAt);
  const time = element('time', 'time', calendar(posted));
  time.dateTime = message.createdAt;
  time.title = write(posted, 'F');
  return element('div', 'head', element('span', 'name', name), element('span', 'app', 'APP'), time);
}

export const nameOf = (message, webhook) => message.payload.username || webhook?.name || 'Onstage';

/** One message; `follows` leaves the name out, as Discord does for a second message of the same author. */
export function drawMessage(message, { webhook, thread, pictures, follows, actions }) {
  const { payload } = message;
  const name = nameOf(message, webhook);
  const body = element('div', 'messagebody', follows ? null : head(message, name));
  if (message.threadId) body.append(element('div', 'note', icon(icons.thread), thread?.name ?? `thread …${message.threadId.slice(-4)}`));
  if (payload.content) body.append(element('div', 'content', ...markdown(payload.content)));
  const suppressed = (payload.flags & SUPPRESS_EMBEDS) !== 0;
  if (!suppressed) body.append(...shownEmbeds(payload).map((embed) => drawEmbed(embed, pictures)));
  body.append(...(payload.components ?? []).map((component) => drawComponent(component, pictures)));
  if (payload.poll) body.append(element('div', 'embed', element('div', 'embedbody', 'Poll: ', payload.poll.question?.text ?? '')));
  const notes = [message.editedAt ? edited(message) : null, message.deletedAt ? element('span', 'note', '(deleted)') : null,
    suppressed && payload.embeds?.length ? element('span', 'note', '(embeds hidden)') : null, notified(message)].filter(Boolean);
  if (notes.length) body.append(element('div', 'notes', ...notes));
  const node = element('li', `message${message.deletedAt ? ' deleted' : ''}${follows ? ' follows' : ''}`,
    follows ? element('div', 'gutter') : avatar(message, name, pictures), body);
  if (!message.deletedAt) {
    const age = button('Age 1 h', () => actions.age(message), 'tool');
    age.title = 'As if posted an hour earlier: few edits of old messages are taken';
    const remove = button('Delete', () => actions.remove(message), 'tool danger');
    remove.title = 'As a moderator would';
    node.append(element('div', 'tools', age, remove));
  }
  return node;
}

function edited(message) {
  const node = element('span', 'note', `(edited${message.edits > 1 ? ` ${message.edits}×` : ''})`);
  node.title = write(new Date(message.editedAt), 'F');
  return node;
}
