import { useEffect, useState } from 'react';
import { call, Problem, refreshSession } from '../../shared/http';
import type { Account, Session } from '../../shared/types';
import { Brand, ProblemNote } from '../../shared/ui';
import { StreamPage } from '../stream/StreamPage';
import { FirstRunForm, SignInForm } from './AccountForms';
import { OtherWays } from './OtherWays';

const REFRESH_MILLIS = 4 * 60_000;

type Stage =
  | { name: 'loading' }
  | { name: 'broken'; problem: Problem }
  | { name: 'first-run' }
  | { name: 'sign-in' }
  | { name: 'signed-in'; account: Account };

/** The dashboard behind setup and sign-in. */
export function AccountGate() {
  const [stage, setStage] = useState<Stage>({ name: 'loading' });

  const load = async () => {
    try {
      // Asked first, since to be told "nobody" is no error here: a browser's console shows none on the first visit.
      const session = await call<Session>('GET', '/api/auth/session');
      if (session.signedIn || (session.renewable && (await refreshSession()))) {
        setStage({ name: 'signed-in', account: await call<Account>('GET', '/api/auth/me') });
      } else {
        await askForAccount();
      }
    } catch (failure) {
      const problem = failure instanceof Problem ? failure : Problem.unreachable();
      if (problem.status === 401) {
        await askForAccount();
      } else {
        setStage({ name: 'broken', problem });
      }
    }
  };

  const askForAccount = async () => {
    const setup = await call<{ done: boolean }>('GET', '/api/setup').catch(() => ({ done: true }));
    setStage(setup.done ? { name: 'sign-in' } : { name: 'first-run' });
  };

  useEffect(() => {
    document.title = 'Dashboard · Onstage';
    void load();
  }, []);

  useEffect(() => {
    if (stage.name !== 'signed-in') return;
    const timer = setInterval(() => void refreshSession(), REFRESH_MILLIS);
    return () => clearInterval(timer);
  }, [stage.name]);

  const signOut = async () => {
    await call('POST', '/api/auth/sign-out').catch(() => undefined);
    setStage({ name: 'sign-in' });
  };

  return (
    <div className="page">
      <header className="bar">
        <Brand />
        {stage.name === 'signed-in' && (
          <span className="who">
            {stage.account.name}
            <button type="button" className="quiet" onClick={() => void signOut()}>
              Sign out
            </button>
          </span>
        )}
      </header>
      <main className={stage.name === 'signed-in' ? 'flow' : 'flow narrow'}>
        {stage.name === 'loading' && <p className="facts">Looking …</p>}
        {stage.name === 'broken' && (
          <>
            <ProblemNote problem={stage.problem} />
            <button type="button" onClick={() => void load()}>
              Try again
            </button>
          </>
        )}
        {stage.name === 'first-run' && <FirstRunForm onDone={load} />}
        {stage.name === 'sign-in' && (
          <>
            <SignInForm onDone={load} />
            <OtherWays onDone={load} />
          </>
        )}
        {stage.name === 'signed-in' && <StreamPage account={stage.account} />}
      </main>
    </div>
  );
}
