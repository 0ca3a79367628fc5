/** A refusal as the services send it (RFC 9457), with what to do about it. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly fix: string | undefined,
    /** What is wrong with a field, by its name. */
    readonly fields: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }

  static unreachable(): Problem {
    return new Problem(0, 'Onstage does not answer', 'The server could not be reached.', 'Check that it runs, then try again.');
  }
}

let refreshing: Promise<boolean> | null = null;

/** Gets a new access token by the refresh cookie; several callers at once share one exchange, which may be made once only. */
export function refreshSession(): Promise<boolean> {
  refreshing ??= fetch('/api/auth/refresh', { method: 'POST' })
    .then((response) => response.ok)
    .catch(() => false)
    .finally(() => {
      refreshing = null;
    });
  return refreshing;
}

/** Calls the interface; an expired access token is renewed once. Throws {@link Problem}. */
export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  let response = await send(method, path, body);
  const isSigningIn = /^\/api\/(auth\/(sign-in|refresh)|setup)$/.test(path);
  if (response.status === 401 && !isSigningIn && (await refreshSession())) {
    response = await send(method, path, body);
  }
  const text = await response.text();
  const json: unknown = text ? parse(text) : undefined;
  if (!response.ok) {
    const problem = (json ?? {}) as { title?: string; detail?: string; fix?: string; errors?: { field: string; message: string }[] };
    const fields = Object.fromEntries((problem.errors ?? []).map((error) => [error.field, error.message]));
    throw new Problem(response.status, problem.title ?? `Status ${response.status}`, problem.detail ?? '', problem.fix, fields);
  }
  return json as T;
}

async function send(method: string, path: string, body: unknown): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
  } catch {
    throw Problem.unreachable();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
