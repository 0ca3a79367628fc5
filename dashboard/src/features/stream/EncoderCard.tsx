import { useEffect, useState } from 'react';
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

/** Server and stream key for OBS, and whether it is there. */
export function EncoderCard({ channelId, encoder }: { channelId: string; encoder: Broadcast['encoder'] }) {
  const [credentials, setCredentials] = useState<EncoderCredentials | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  useEffect(() => {
    call<EncoderCredentials>('GET', `/api/channels/${channelId}/encoder`).then(setCredentials, (failure: unknown) =>
      setProblem(failure instanceof Problem ? failure : Problem.unreachable()),
    );
  }, [channelId]);

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
        {encoder.state === 'ABSENT' && 'In OBS: Settings, Stream, Service “Custom”. Paste both values, then Start Streaming.'}
      </p>
      <ProblemNote problem={problem} />
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
  const [copied, setCopied] = useState(false);

  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };

  return (
    <div className="copy">
      <label className="field">
        <span>{label}</span>
        <input readOnly type={shown ? 'text' : 'password'} value={value} autoComplete="off" onFocus={(event) => event.target.select()} />
      </label>
      {secret && (
        <button type="button" aria-label={`${shown ? 'Hide' : 'Reveal'} ${label}`} onClick={() => setShown(!shown)}>
          {shown ? 'Hide' : 'Reveal'}
        </button>
      )}
      <button type="button" aria-label={`Copy ${label}`} onClick={() => void copy()}>
        {copied ? 'Copied' : 'Copy'}
      </button>
    </div>
  );
}
