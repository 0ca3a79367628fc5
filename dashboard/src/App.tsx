import { AccountGate } from './features/account/AccountGate';
import { MailedLinkPage } from './features/account/MailedLinkPage';
import { ChannelPage } from './features/channel/ChannelPage';

/** Pages, by path: `/c/{channelId}` for everybody, those that links of mails lead to, everything else is the dashboard. */
export function App() {
  const channel = /^\/c\/([a-z0-9-]{1,48})\/?$/.exec(window.location.pathname)?.[1];
  const mailed = /^\/(magic-link|reset-password)\/?$/.exec(window.location.pathname)?.[1];
  if (mailed === 'magic-link' || mailed === 'reset-password') return <MailedLinkPage purpose={mailed} />;
  return channel ? <ChannelPage channelId={channel} /> : <AccountGate />;
}
