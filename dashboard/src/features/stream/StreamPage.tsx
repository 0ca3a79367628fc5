import { useEffect, useState } from 'react';
import { call, Problem } from '../../shared/http';
import type { Account, Broadcast, Channel } from '../../shared/types';
import { LiveBadge, ProblemNote } from '../../shared/ui';
import { useFeed } from '../../shared/useFeed';
import { EncoderCard } from './EncoderCard';
import { ForceEndCard } from './ForceEndCard';
import { OnAirCard } from './OnAirCard';
import { SetUpCard } from './SetUpCard';
import { Warnings } from './Warnings';

/** The flow of one channel from set up to ended, top to bottom. */
export function StreamPage({ account }: { account: Account }) {
  const mine = Object.keys(account.channels).filter((channelId) => account.channels[channelId] === 'broadcaster');
  const [channelId, setChannelId] = useState(mine[0]);

  if (channelId === undefined) {
    return <p className="facts">This account owns no channel.</p>;
  }
  return (
    <>
      {mine.length > 1 && (
        <label className="field inline">
          <span>Channel</span>
          <select value={channelId} onChange={(event) => setChannelId(event.target.value)}>
            {mine.map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        </label>
      )}
      <ChannelFlow key={channelId} channelId={channelId} />
    </>
  );
}

function ChannelFlow({ channelId }: { channelId: string }) {
  const path = `/api/channels/${channelId}`;
  const { value: broadcast, problem, pushed, show } = useFeed<Broadcast>(`${path}/broadcast`, 'broadcast', (next, shown) => next.seq >= shown.seq);
  const [channel, setChannel] = useState<Channel | null>(null);

  useEffect(() => {
    call<Channel>('GET', path).then(setChannel, () => undefined);
  }, [path]);

  const command = async (name: string, body?: unknown) => {
    try {
      if (name === 'provision') {
        setChannel(await call<Channel>('POST', `${path}/provision`));
        show(await call<Broadcast>('GET', `${path}/broadcast`));
      } else {
        show(await call<Broadcast>('POST', `${path}/${name}`, body ?? {}));
      }
      return null;
    } catch (failure) {
      return failure instanceof Problem ? failure : Problem.unreachable();
    }
  };

  if (!broadcast) {
    return problem ? <ProblemNote problem={problem} /> : <p className="facts">Looking …</p>;
  }
  const provisioned = broadcast.state !== 'UNPROVISIONED';
  return (
    <>
      <div className="heading">
        <div>
          <h1>{broadcast.session?.title ?? channel?.title ?? channelId}</h1>
          <p className="facts">
            <a href={`/c/${channelId}`}>Channel page</a>
            <span aria-hidden="true"> · </span>
            <span className={pushed ? 'pushed' : ''}>{pushed ? 'Up to date' : 'Checking every 10 s'}</span>
          </p>
        </div>
        <LiveBadge live={broadcast.state === 'LIVE' || broadcast.state === 'ENDING'} />
      </div>
      <Warnings warnings={broadcast.warnings} />
      {provisioned ? (
        <>
          <EncoderCard channelId={channelId} encoder={broadcast.encoder} />
          <OnAirCard broadcast={broadcast} command={command} />
        </>
      ) : null}
      {broadcast.actions.includes('PROVISION') && <SetUpCard command={command} />}
      <ForceEndCard broadcast={broadcast} command={command} />
    </>
  );
}
