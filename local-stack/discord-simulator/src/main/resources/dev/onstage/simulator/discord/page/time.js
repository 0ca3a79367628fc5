// Points in time as Discord writes them.
import { element } from './dom.js';

const LOCALE = 'en';
const STYLES = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
  s: { dateStyle: 'short', timeStyle: 'short' },
  S: { dateStyle: 'short', timeStyle: 'medium' },
};
const UNITS = [['year', 31536000], ['month', 2592000], ['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];
const RELATIVE = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });

export function write(date, style) {
  return date.toLocaleString(LOCALE, STYLES[style] ?? STYLES.f);
}

function relative(seconds) {
  const difference = seconds - Date.now() / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(difference) >= length) ?? ['second', 1];
  return RELATIVE.format(Math.round(difference / size), unit);
}

/** A timestamp of a text: `<t:1772388004:R>`. */
export function stamp(seconds, style) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `<t:${seconds}>`;
  const node = element('time', 'stamp', style === 'R' ? relative(seconds) : write(date, style));
  node.dateTime = date.toISOString();
  node.title = write(date, 'F');
  if (style === 'R') node.dataset.relative = String(seconds);
  return node;
}

/** Brings what says "2 minutes ago" up to date. */
export function tick() {
  for (const node of document.querySelectorAll('[data-relative]')) {
    const text = relative(Number(node.dataset.relative));
    if (node.textContent !== text) node.textContent = text;
  }
}

const startOfDay = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** "Today at 6:00 PM", as beside a name and in a footer. */
export function calendar(date) {
  const days = Math.round((startOfDay(new Date()) - startOfDay(date)) / 86400000);
  if (days === 0) return `Today at ${write(date, 't')}`;
  if (days === 1) return `Yesterday at ${write(date, 't')}`;
  return write(date, 's');
}

export const day = (date) => write(date, 'D');
export const isSameDay = (one, other) => startOfDay(one) === startOfDay(other);
