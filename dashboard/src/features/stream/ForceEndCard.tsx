import { useState } from 'react';
import { clock } from '../../shared/time';
import type { Broadcast } from '../../shared/types';
import { ProblemNote } from '../../shared/ui';
import { type Command, useCommand } from './command';

/** The escape hatch below the flow: always there, asks once. */
export function ForceEndCard({ broadcast, command }: { broadcast: Broadcast; command: Command }) {
  const { busy, problem, run } = useCommand(command);
  const [asking, setAsking] = useState(false);
  const possible = broadcast.actions.includes('FORCE_END');

  return (
    <section className="card danger">
      <header>
        <h2>Force end</h2>
      </header>
      <p>Ends the stream here at once, whatever GetStream answers, and keeps telling GetStream until it confirms.</p>
      {broadcast.stopOwed && (
        <p className="facts" role="status">
          GetStream has not confirmed the end yet (since {clock(broadcast.stopOwed.since)}, {broadcast.stopOwed.attempts} tries).
        </p>
      )}
      <ProblemNote problem={problem} />
      {asking ? (
        <div className="row">
          <button type="button" className="end" disabled={busy} onClick={() => void run('force-end').then(() => setAsking(false))}>
            Yes, end it now
          </button>
          <button type="button" onClick={() => setAsking(false)}>
            Cancel
          </button>
        </div>
      ) : (
        <button type="button" disabled={!possible} onClick={() => setAsking(true)}>
          Force end
        </button>
      )}
    </section>
  );
}
