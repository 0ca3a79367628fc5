// Builds nodes. Text is only ever set as text: nothing that was posted here can become markup.

export function element(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
  return node;
}

export function button(label, action, className) {
  const node = element('button', className, label);
  node.type = 'button';
  node.addEventListener('click', action);
  return node;
}

/** A link that opens elsewhere; anything but http(s) stays plain text. */
export function link(url, ...children) {
  if (!/^https?:/i.test(url ?? '')) return element('span', '', ...children);
  const node = element('a', '', ...children);
  node.href = url;
  node.title = url;
  node.target = '_blank';
  node.rel = 'noreferrer noopener';
  return node;
}

/** A 24 by 24 icon from one path. */
export function icon(path, className) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', `icon ${className ?? ''}`);
  const shape = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  shape.setAttribute('d', path);
  svg.append(shape);
  return svg;
}

export const icons = {
  hash: 'M10.6 3.1 9.7 8H5l-.3 2h4.6l-.7 4H4l-.3 2h4.6l-.9 4.7 2 .3.9-5h4l-.9 4.7 2 .3.9-5H20l.3-2h-4.6l.7-4H21l.3-2h-4.6l.9-4.7-2-.3-.9 5h-4l.9-4.7zM15 10l-.7 4h-4l.7-4z',
  forum: 'M4 3h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H9l-5 4v-4a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zm2 4v2h12V7zm0 4v2h8v-2z',
  all: 'M4 5h16v2H4zm0 6h16v2H4zm0 6h10v2H4z',
  out: 'M14 3h7v7h-2V6.4l-8.3 8.3-1.4-1.4L17.6 5H14zM5 5h5v2H6v11h11v-4h2v6H4V6a1 1 0 0 1 1-1z',
  picture: 'M4 4h16a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zm1 12.6V18h14v-3l-4-4-4.6 4.6L8 13.4zM8.500 7a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3z',
  bell: 'M12 2a6 6 0 0 1 6 6v4l2 4v1H4v-1l2-4V8a6 6 0 0 1 6-6zm-2.500 17h5a2.500 2.500 0 0 1-5 0z',
  thread: 'M4 4h16v11h-8l-5 4v-4H4zm2 2v7h12V6z',
};

export function remembered(key, otherwise) {
  try {
    return localStorage.getItem(key) ?? otherwise;
  } catch {
    return otherwise; // A browser may forbid to remember.
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser may forbid to remember.
  }
}
