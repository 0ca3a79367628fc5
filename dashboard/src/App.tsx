import { AccountGate } from './features/account/AccountGate';
import { ChannelPage } from './features/channel/ChannelPage';

/** Two pages, by path: `/c/{channelId}` for everybody, everything else is the dashboard. */
export function App() {
  const channel = /^\/c\/([a-z0-9-]{1,48})\/?$/.exec(window.location.pathname)?.[1];
  return channel ? <ChannelPage channelId={channel} /> : <AccountGate />;
}
