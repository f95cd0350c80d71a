import type { Change } from '../change.ts';
import { failurePolicyCommand } from './admission.ts';
import { apiCallOf } from './api.ts';
import { awsCommand, loginPassword } from './aws.ts';
import { kubectlCommand } from './kubectl.ts';

/** A change as a command for a shell with the AWS CLI or kubectl; undefined for advice. */
export function commandOf(change: Change): string | undefined {
  switch (change.kind) {
    case 'set-image':
    case 'undo-rollout':
    case 'set-pull-policy':
    case 'annotate-service-account':
      return kubectlCommand(change);
    case 'set-failure-policy':
      return failurePolicyCommand(change);
    case 'renew-pull-secret':
      return kubectlCommand(change, loginPassword(change.region));
    default: {
      const call = apiCallOf(change);
      return call === undefined || call.service === 'kubernetes' ? undefined : awsCommand(call);
    }
  }
}

/** Several changes as one line: each runs only if the one before succeeded. Undefined when one has no command. */
export function commandsOf(changes: readonly Change[]): string | undefined {
  const commands = changes.map(commandOf);
  if (commands.length === 0 || commands.includes(undefined)) return undefined;
  return commands.join(' && ');
}
