import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { call, Problem } from '../../shared/http';
import { Card, ProblemNote } from '../../shared/ui';

interface FormProps {
  onDone: () => Promise<void>;
}

/** Creates the broadcaster's account with the one-time token. */
export function FirstRunForm({ onDone }: FormProps) {
  return (
    <AccountForm title="Welcome to Onstage" button="Create the broadcaster account" path="/api/setup" onDone={onDone}>
      <p className="facts">This runs once. The setup token was printed when Onstage started.</p>
      <Field name="setupToken" label="Setup token" autoComplete="off" />
      <Field name="name" label="Your name" autoComplete="name" />
      <Field name="email" label="Email address" type="email" autoComplete="email" />
      <Field name="password" label="Password" type="password" autoComplete="new-password" />
      <Field name="channelTitle" label="Stream title" autoComplete="off" optional />
    </AccountForm>
  );
}

export function SignInForm({ onDone }: FormProps) {
  return (
    <AccountForm title="Sign in" button="Sign in" path="/api/auth/sign-in" onDone={onDone}>
      <Field name="email" label="Email address" type="email" autoComplete="email" />
      <Field name="password" label="Password" type="password" autoComplete="current-password" />
    </AccountForm>
  );
}

function AccountForm({ title, button, path, onDone, children }: FormProps & { title: string; button: string; path: string; children: ReactNode }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const submit = async (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = [...new FormData(event.currentTarget).entries()].filter(([, value]) => value !== '');
    setBusy(true);
    setProblem(null);
    try {
      await call('POST', path, Object.fromEntries(values));
      await onDone();
    } catch (failure) {
      setProblem(failure instanceof Problem ? failure : Problem.unreachable());
      setBusy(false);
    }
  };

  return (
    <Card title={title}>
      <form onSubmit={(event) => void submit(event)}>
        {children}
        <ProblemNote problem={problem} />
        <button type="submit" className="primary" disabled={busy}>
          {button}
        </button>
      </form>
    </Card>
  );
}

interface FieldProps {
  name: string;
  label: string;
  type?: string;
  autoComplete: string;
  optional?: boolean;
}

function Field({ name, label, type = 'text', autoComplete, optional = false }: FieldProps) {
  return (
    <label className="field">
      <span>
        {label} {optional && <em>optional</em>}
      </span>
      <input name={name} type={type} autoComplete={autoComplete} required={!optional} />
    </label>
  );
}
