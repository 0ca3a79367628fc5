import type { ReactNode } from 'react';
import type { Problem } from './http';

export function Brand() {
  return (
    <a className="brand" href="/dashboard">
      <img src="/favicon.svg" alt="" width="28" height="28" />
      Onstage
    </a>
  );
}

export function LiveBadge({ live }: { live: boolean }) {
  return <span className={live ? 'badge live' : 'badge'}>{live ? 'Live' : 'Offline'}</span>;
}

/** What went wrong. The region is always there, so that a screen reader announces what comes into it. */
export function ProblemNote({ problem }: { problem: Problem | null }) {
  return (
    <div className="announced" role="alert">
      {problem && (
        <div className="note error">
          <strong>{problem.title}</strong>
          {problem.detail && <p>{problem.detail}</p>}
          {problem.fix && <p className="fix">{problem.fix}</p>}
        </div>
      )}
    </div>
  );
}

export function Card({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="card">
      <header>
        <h2>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
