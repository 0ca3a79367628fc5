import { useEffect, useState } from 'react';
import { Brand, Card } from '../../shared/ui';
import { MagicLinkForm, NewPasswordForm } from './AccountForms';

/**
 * Where the links of mails lead. The code is the fragment, which no server sees; it leaves the address bar at once. Nothing is sent
 * before the person asks for it: programs that look into mails follow links, too.
 */
export function MailedLinkPage({ purpose }: { purpose: 'magic-link' | 'reset-password' }) {
  const [code] = useState(() => window.location.hash.slice(1));
  const [changed, setChanged] = useState(false);

  useEffect(() => {
    document.title = purpose === 'magic-link' ? 'Sign in · Onstage' : 'New password · Onstage';
    window.history.replaceState(null, '', window.location.pathname);
  }, [purpose]);

  return (
    <div className="page">
      <header className="bar">
        <Brand />
      </header>
      <main className="flow narrow">
        {purpose === 'magic-link' && <MagicLinkForm code={code} onDone={openDashboard} />}
        {purpose === 'reset-password' && !changed && (
          <NewPasswordForm
            code={code}
            onDone={() => {
              setChanged(true);
              return Promise.resolve();
            }}
          />
        )}
        {changed && (
          <Card title="Your password is changed">
            <p>
              All logins have ended and all passkeys are removed. <a href="/dashboard">Sign in with the new one.</a>
            </p>
          </Card>
        )}
      </main>
    </div>
  );
}

function openDashboard(): Promise<void> {
  window.location.replace('/dashboard');
  return Promise.resolve();
}
