import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { call, Problem } from '../../shared/http';
import { Card, ProblemNote } from '../../shared/ui';

interface FormProps {
  onDone: () => Promise<void>;
}

/** Creates the broadcaster's account with the one-time token. */
export function FirstRunForm({ onDone }: FormProps) {
  return (
    <AccountForm title="Welcome to Onstage" button="Create the broadcaster account" busyButton="Creating …" path="/api/setup" onDone={onDone}>
      {(problem) => (
        <>
          <p className="facts">This runs once. Onstage printed the setup token when it started.</p>
          <Field name="setupToken" label="Setup token" autoComplete="one-time-code" problem={problem} verbatim />
          <Field name="name" label="Your name" autoComplete="name" problem={problem} maxLength={80} />
          <Field name="email" label="Email address" type="email" autoComplete="username" problem={problem} verbatim />
          <Field name="password" label="Password" hint="10 characters or more" type="password" autoComplete="new-password" problem={problem} minLength={10} />
          <Field name="channelTitle" label="Stream title" autoComplete="off" problem={problem} maxLength={120} optional />
        </>
      )}
    </AccountForm>
  );
}

export function SignInForm({ onDone }: FormProps) {
  return (
    <AccountForm title="Sign in" button="Sign in" busyButton="Signing in …" path="/api/auth/sign-in" onDone={onDone}>
      {(problem) => (
        <>
          <Field name="email" label="Email address" type="email" autoComplete="username" problem={problem} verbatim autoFocus />
          <Field name="password" label="Password" type="password" autoComplete="current-password" problem={problem} />
        </>
      )}
    </AccountForm>
  );
}

/** Has a link mailed, by which to sign in or to choose another password. */
export function MailForm({ purpose }: { purpose: 'magic-link' | 'password-reset' }) {
  const [asked, setAsked] = useState(false);
  const title = purpose === 'magic-link' ? 'Sign in by mail' : 'Forgot the password?';
  if (asked) {
    return (
      <Card title={title}>
        <p>If there is an account with this address, a mail with a link is on its way. Open the link in this browser.</p>
      </Card>
    );
  }
  return (
    <AccountForm
      title={title}
      button="Mail me a link"
      busyButton="Asking …"
      path={`/api/auth/${purpose}`}
      onDone={() => {
        setAsked(true);
        return Promise.resolve();
      }}
    >
      {(problem) => <Field name="email" id={`${purpose}-email`} label="Email address" type="email" autoComplete="username" problem={problem} verbatim />}
    </AccountForm>
  );
}

interface CodeFormProps extends FormProps {
  code: string;
}

export function MagicLinkForm({ code, onDone }: CodeFormProps) {
  return (
    <AccountForm title="Sign in" button="Sign in" busyButton="Signing in …" path="/api/auth/magic-link/finish" onDone={onDone}>
      {() => <input type="hidden" name="code" value={code} />}
    </AccountForm>
  );
}

export function NewPasswordForm({ code, onDone }: CodeFormProps) {
  return (
    <AccountForm title="Choose a new password" button="Change the password" busyButton="Changing …" path="/api/auth/password-reset/finish" onDone={onDone}>
      {(problem) => (
        <>
          <input type="hidden" name="code" value={code} />
          <Field name="password" label="New password" hint="10 characters or more" type="password" autoComplete="new-password" problem={problem} minLength={10} />
        </>
      )}
    </AccountForm>
  );
}

interface AccountFormProps extends FormProps {
  title: string;
  button: string;
  busyButton: string;
  path: string;
  children: (problem: Problem | null) => ReactNode;
}

/** A form that a password manager knows: it is submitted as a form, and it leaves the page once that has succeeded. */
function AccountForm({ title, button, busyButton, path, onDone, children }: AccountFormProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const submit = async (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
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
      <form method="post" action={path} aria-label={title} aria-busy={busy} onSubmit={(event) => void submit(event)}>
        {children(problem)}
        <ProblemNote problem={problem} />
        <button type="submit" className="primary" disabled={busy}>
          {busy ? busyButton : button}
        </button>
      </form>
    </Card>
  );
}

interface FieldProps {
  name: string;
  /** Where two forms of a page have fields of the same name. */
  id?: string;
  label: string;
  hint?: string;
  type?: string;
  autoComplete: string;
  problem: Problem | null;
  minLength?: number;
  maxLength?: number;
  optional?: boolean;
  autoFocus?: boolean;
  /** Typed as it is: no capital letter at the beginning, no corrections. */
  verbatim?: boolean;
}

function Field({ name, id = name, label, hint, type = 'text', autoComplete, problem, minLength, maxLength, optional = false, autoFocus = false, verbatim = false }: FieldProps) {
  const wrong = problem?.fields[name];
  const note = wrong ? `${label} ${wrong}` : hint;
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {optional && <em>optional</em>}
      </label>
      <input
        id={id}
        name={name}
        type={type}
        autoComplete={autoComplete}
        required={!optional}
        minLength={minLength}
        maxLength={maxLength}
        autoFocus={autoFocus}
        aria-invalid={wrong !== undefined}
        aria-describedby={note && `${id}-note`}
        {...(verbatim ? { autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false } : {})}
      />
      {note && (
        <small id={`${id}-note`} className={wrong ? 'wrong' : 'facts'}>
          {note}
        </small>
      )}
    </div>
  );
}
