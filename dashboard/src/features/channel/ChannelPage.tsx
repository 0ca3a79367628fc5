import { useEffect } from 'react';
import { clock, Elapsed } from '../../shared/time';
import type { Live } from '../../shared/types';
import { Brand, LiveBadge, ProblemNote } from '../../shared/ui';
import { useFeed } from '../../shared/useFeed';

/** What everybody sees of a channel: whether it is live, flipping by itself. */
export function ChannelPage({ channelId }: { channelId: string }) {
  const { value: live, problem } = useFeed<Live>(`/api/channels/${channelId}/live`, 'live');

  useEffect(() => {
    document.title = `${live?.isLive ? '● ' : ''}${live?.title ?? channelId} · Onstage`;
  }, [live, channelId]);

  return (
    <div className="page">
      <header className="bar">
        <Brand />
        <a href="/dashboard">Sign in</a>
      </header>
      <main className={live?.isLive ? 'stage on' : 'stage'}>
        <div className="screen" aria-live="polite">
          {live && <LiveBadge live={live.isLive} />}
          <h1>{live?.title ?? channelId}</h1>
          {live?.isLive && live.startedAt && (
            <p className="facts">
              <Elapsed since={live.startedAt} /> <span aria-hidden="true">·</span> since {clock(live.startedAt)}
              {live.viewers !== null && live.viewers !== undefined && (
                <>
                  {' '}
                  <span aria-hidden="true">·</span> {live.viewers.toLocaleString()} {live.viewers === 1 ? 'viewer' : 'viewers'}
                </>
              )}
            </p>
          )}
          {live && !live.isLive && <p className="facts">Not live right now. This page changes by itself when the stream begins.</p>}
          {!live && !problem && <p className="facts">Looking …</p>}
        </div>
        {!live && <ProblemNote problem={problem} />}
      </main>
    </div>
  );
}
