import { useState } from 'react';
import type { Problem } from '../../shared/http';

/** Sends a command of the channel; answers with what went wrong, or null. */
export type Command = (name: string, body?: unknown) => Promise<Problem | null>;

/** A command with its progress and its refusal. */
export function useCommand(command: Command) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (name: string, body?: unknown) => {
    setBusy(true);
    setProblem(null);
    setProblem(await command(name, body));
    setBusy(false);
  };
  return { busy, problem, run };
}
