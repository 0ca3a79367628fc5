import { useState } from 'react';
import { clock, Countdown, Elapsed } from '../../shared/time';
import type { Broadcast, BroadcastState } from '../../shared/types';
import { Card, ProblemNote } from '../../shared/ui';
import { type Command, useCommand } from './command';

const STATES: Record<BroadcastState, string> = {
  UNPROVISIONED: 'Not set up',
  READY: 'In backstage',
  STARTING: 'Going live …',
  LIVE: 'On air',
  ENDING: 'Ending …',
};

/** Go live and End stream. */
export function OnAirCard({ broadcast, command }: { broadcast: Broadcast; command: Command }) {
  const { busy, problem, run } = useCommand(command);
  const [withoutEncoder, setWithoutEncoder] = useState(false);
  const [overrideProbes, setOverrideProbes] = useState(false);
  const isReady = broadcast.state === 'READY';
  const encoderMissing = isReady && broadcast.encoder.state !== 'CONNECTED';
  const doorsOpen = isReady && broadcast.warnings.some((warning) => warning.code.startsWith('probe-'));

  return (
    <Card
      title={isReady ? 'Go live' : 'On air'}
      aside={<span className={`pill ${broadcast.state.toLowerCase()}`}>{STATES[broadcast.state]}</span>}
    >
      <div aria-live="polite">
        {broadcast.session && (
          <p className="facts">
            <Elapsed since={broadcast.session.startedAt} /> <span aria-hidden="true">·</span> since {clock(broadcast.session.startedAt)}
          </p>
        )}
        {isReady && <p>{encoderMissing ? 'Connect OBS first. Nobody sees you before you go live.' : 'Nobody sees you yet. Everybody will, once you go live.'}</p>}
        {broadcast.waiting && (
          <p className="facts">
            {broadcast.waiting.message ?? broadcast.waiting.reason}
            {broadcast.waiting.until && (
              <>
                {' '}
                (<Countdown until={broadcast.waiting.until} />)
              </>
            )}
          </p>
        )}
        {isReady && broadcast.lastSession && (
          <p className="facts">
            Last stream: {clock(broadcast.lastSession.startedAt)}, {broadcast.lastSession.totalMinutes} min.
          </p>
        )}
      </div>
      <ProblemNote problem={problem} />
      {encoderMissing && (
        <label className="check">
          <input type="checkbox" checked={withoutEncoder} onChange={(event) => setWithoutEncoder(event.target.checked)} />
          Go live without an encoder
        </label>
      )}
      {doorsOpen && (
        <label className="check">
          <input type="checkbox" checked={overrideProbes} onChange={(event) => setOverrideProbes(event.target.checked)} />
          Go live although people may do more or less at GetStream than they should
        </label>
      )}
      {isReady || broadcast.state === 'STARTING' ? (
        <button
          type="button"
          className="primary"
          disabled={busy || !broadcast.actions.includes('GO_LIVE')}
          onClick={() => void run('go-live', { withoutEncoder: encoderMissing && withoutEncoder, overrideProbes: doorsOpen && overrideProbes })}
        >
          {busy || broadcast.state === 'STARTING' ? 'Going live …' : 'Go live'}
        </button>
      ) : (
        <button type="button" className="end" disabled={busy || !broadcast.actions.includes('STOP_LIVE')} onClick={() => void run('stop-live')}>
          {busy || broadcast.state === 'ENDING' ? 'Ending …' : 'End stream'}
        </button>
      )}
    </Card>
  );
}
