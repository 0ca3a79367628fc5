import { clock } from '../../shared/time';
import type { Broadcast } from '../../shared/types';

/** What is wrong, and what to do about it. */
export function Warnings({ warnings }: { warnings: Broadcast['warnings'] }) {
  if (warnings.length === 0) return null;
  return (
    <ul className="warnings" aria-label="Warnings">
      {warnings.map((warning) => (
        <li key={warning.code} className="note warning">
          <strong>{warning.message}</strong>
          <p className="fix">{warning.fix}</p>
          {warning.since && <p className="facts">Since {clock(warning.since)}</p>}
        </li>
      ))}
    </ul>
  );
}
