import { Card, ProblemNote } from '../../shared/ui';
import { type Command, useCommand } from './command';

export function SetUpCard({ command }: { command: Command }) {
  const { busy, problem, run } = useCommand(command);
  return (
    <Card title="Set up your stream">
      <p>Creates the call and the chat at GetStream once. After that the address and the key for OBS stay the same.</p>
      <ProblemNote problem={problem} />
      <button type="button" className="primary" disabled={busy} onClick={() => void run('provision')}>
        {busy ? 'Setting up …' : 'Set up your stream'}
      </button>
    </Card>
  );
}
