import { useEffect, useRef, useState } from 'react';
import { call, Problem } from './http';

const POLL_MILLIS = 10_000;
const REOPEN_MILLIS = 3_000;

export interface Feed<T> {
  value: T | null;
  problem: Problem | null;
  /** Whether changes are pushed at the moment; if not, they are seen within ten seconds. */
  pushed: boolean;
  /** Shows a value that is known to be newer, for example the answer of a command. */
  show: (value: T) => void;
}

/**
 * A resource that is pushed by server-sent events and read every ten seconds as a floor, so that a proxy that swallows the
 * stream costs seconds and not the truth. `isNewer` keeps an answer that was overtaken from going back in time.
 */
export function useFeed<T>(path: string, event: string, isNewer: (next: T, shown: T) => boolean = () => true): Feed<T> {
  const [value, setValue] = useState<T | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [pushed, setPushed] = useState(false);
  const newer = useRef(isNewer);
  newer.current = isNewer;
  const show = useRef((next: T) => {
    setProblem(null);
    setValue((shown) => (shown === null || newer.current(next, shown) ? next : shown));
  }).current;

  useEffect(() => {
    let source: EventSource | null = null;
    let reopening: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;

    const read = () =>
      call<T>('GET', path).then(
        (next) => !stopped && show(next),
        (failure: unknown) => !stopped && setProblem(failure instanceof Problem ? failure : Problem.unreachable()),
      );

    const open = () => {
      source = new EventSource(`${path}/events`);
      source.addEventListener('open', () => setPushed(true));
      source.addEventListener(event, (message) => show(JSON.parse((message as MessageEvent<string>).data) as T));
      source.addEventListener('error', () => {
        setPushed(false);
        source?.close();
        // A read renews the access token that the stream may have been refused for.
        reopening = setTimeout(() => void read().then(() => !stopped && open()), REOPEN_MILLIS);
      });
    };

    void read();
    open();
    const polling = setInterval(() => void read(), POLL_MILLIS);
    return () => {
      stopped = true;
      source?.close();
      clearTimeout(reopening);
      clearInterval(polling);
    };
  }, [path, event, show]);

  return { value, problem, pushed, show };
}
