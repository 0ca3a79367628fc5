import { useEffect, useRef, useState } from 'react';
import { call, Problem } from '../../shared/http';
import { clock, Countdown } from '../../shared/time';
import type { Broadcast, EncoderCredentials, EncoderState } from '../../shared/types';
import { Card, ProblemNote } from '../../shared/ui';

const STATES: Record<EncoderState, string> = {
  ABSENT: 'No encoder connected',
  CONNECTED: 'Encoder connected',
  LOST: 'Encoder lost',
  ERROR: 'Encoder has an error',
};

/** The host that the simulator of GetStream names; nothing listens there. */
const SIMULATED_HOST = /^[a-z]+:\/\/([^/]*\.)?getstream-simulator\.localhost[:/]/;

/** Server and stream key for OBS, and whether it is there. */
export function EncoderCard({ channelId, encoder }: { channelId: string; encoder: Broadcast['encoder'] }) {
  const [credentials, setCredentials] = useState<EncoderCredentials | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  useEffect(() => {
    call<EncoderCredentials>('GET', `/api/channels/${channelId}/encoder`).then(setCredentials, (failure: unknown) =>
      setProblem(failure instanceof Problem ? failure : Problem.unreachable()),
    );
  }, [channelId]);

  const simulated = credentials !== null && SIMULATED_HOST.test(credentials.server);
  const software = [encoder.clientName, encoder.clientVersion].filter(Boolean).join(' ');
  return (
    <Card title="Connect OBS" aside={<span className={`pill ${encoder.state.toLowerCase()}`}>{STATES[encoder.state]}</span>}>
      <p className="facts" aria-live="polite">
        {encoder.state === 'CONNECTED' && (
          <>
            {software || 'The encoder'} is connected{encoder.since && ` since ${clock(encoder.since)}`}.
          </>
        )}
        {encoder.state === 'LOST' &&
          (encoder.graceEndsAt ? (
            <>
              The stream ends in <Countdown until={encoder.graceEndsAt} /> unless it comes back.
            </>
          ) : (
            'Waiting for it to come back.'
          ))}
        {encoder.state === 'ERROR' && (typeof encoder.error === 'string' ? encoder.error : 'Check the settings in OBS, then start streaming again.')}
        {encoder.state === 'ABSENT' && !simulated && 'In OBS: Settings, Stream, Service “Custom”. Paste both values, then Start Streaming.'}
      </p>
      <ProblemNote problem={problem} />
      {simulated && (
        <div className="note info">
          <strong>Simulated: OBS cannot connect to this address.</strong>
          <p>
            GetStream is played by a simulator here. Connect a simulated encoder on the simulator’s page, whose address <code>./onstage up</code>{' '}
            printed, or with <code>ONSTAGE_PASSWORD=… ./onstage simulate encoder start --email …</code>
          </p>
        </div>
      )}
      {credentials && (
        <>
          <CopyField label="Server" value={credentials.server} />
          <CopyField label="Stream key" value={credentials.streamKey} secret />
        </>
      )}
    </Card>
  );
}

function CopyField({ label, value, secret = false }: { label: string; value: string; secret?: boolean }) {
  const [shown, setShown] = useState(!secret);
  const [outcome, setOutcome] = useState<'Copied' | 'Press Ctrl+C' | null>(null);
  const input = useRef<HTMLInputElement>(null);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setOutcome('Copied');
    } catch {
      // A page that came over plain http from another machine may not write to the clipboard: the person can.
      setShown(true);
      setOutcome('Press Ctrl+C');
      requestAnimationFrame(() => input.current?.select());
    }
    setTimeout(() => setOutcome(null), 3000);
  };

  return (
    <div className="copy">
      <label className="field">
        <span>{label}</span>
        <input
          ref={input}
          readOnly
          type="text"
          value={shown ? value : '•'.repeat(24)}
          autoComplete="off"
          spellCheck={false}
          onFocus={(event) => shown && event.target.select()}
        />
      </label>
      {secret && (
        <button type="button" aria-label={`${shown ? 'Hide' : 'Reveal'} ${label}`} onClick={() => setShown(!shown)}>
          {shown ? 'Hide' : 'Reveal'}
        </button>
      )}
      <button type="button" aria-label={`Copy ${label}`} onClick={() => void copy()}>
        <span aria-live="polite">{outcome ?? 'Copy'}</span>
      </button>
    </div>
  );
}
