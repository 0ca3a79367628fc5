import { useState } from 'react';
import { call, Problem } from '../../shared/http';
import { Card, ProblemNote } from '../../shared/ui';
import { MailForm } from './AccountForms';

/** Signing in without the password, as far as this browser can. */
export function OtherWays({ onDone }: { onDone: () => Promise<void> }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const signInByPasskey = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const options = await call<PublicKeyCredentialRequestOptionsJSON>('POST', '/api/auth/passkeys/sign-in');
      const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      if (credential instanceof PublicKeyCredential) {
        await call('POST', '/api/auth/passkeys/sign-in/finish', { credential: credential.toJSON() });
        await onDone();
      }
    } catch (failure) {
      // Anything else is the person, who has changed their mind.
      if (failure instanceof Problem) setProblem(failure);
    } finally {
      setBusy(false);
    }
  };

  return (
    <details>
      <summary>Sign in without the password</summary>
      {'PublicKeyCredential' in window && (
        <Card title="Sign in by passkey">
          <ProblemNote problem={problem} />
          <button type="button" disabled={busy} onClick={() => void signInByPasskey()}>
            Use a passkey
          </button>
        </Card>
      )}
      <MailForm purpose="magic-link" />
      <MailForm purpose="password-reset" />
    </details>
  );
}
