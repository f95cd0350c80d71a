// What tests of many pods share: objects to apply, and the command line as a process.
import { spawn } from 'node:child_process';

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A Deployment whose pods always pull. @param more members of the pod's spec. */
export function deployment(
  namespace: string,
  name: string,
  image: string,
  replicas: number,
  more: object = {},
): object {
  const labels = { app: name, team: namespace };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'app', image, imagePullPolicy: 'Always' }], ...more },
      },
    },
  };
}

/** Runs the command line from the sources. */
export function runHawser(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...args], { env });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    said.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.stderr += chunk;
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, ...said })));
}
