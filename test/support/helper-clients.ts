// A local AWS whose registry clients reach through docker-credential-hawser alone: no login is stored anywhere.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildExecutables, helperName } from './executable.ts';
import {
  registryHost,
  repositoryName,
  shared,
  shell,
  startTestLocal,
  type TestLocal,
} from './local.ts';

export interface HelperClients {
  readonly local: TestLocal;
  /** Where the registry answers, `127.0.0.1:PORT`. */
  readonly host: string;
  /** Repository as a client names it, without a tag. `v1` lies in it. */
  readonly repository: string;
  /** Digest of the index of `v1`. */
  readonly digest: string;
  /** Of a client whose helper has AWS credentials. */
  readonly environment: NodeJS.ProcessEnv;
  /** Of one whose helper has none, and keeps no token of before. */
  readonly nobody: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

export async function startHelperClients(): Promise<HelperClients> {
  const executables = buildExecutables();
  const local = await startTestLocal();
  await shell(
    `aws ecr create-repository --repository-name ${repositoryName}`,
    local.environment(shared),
  );
  const digest = await local.push('v1');
  const bin = join(local.folder, 'bin');
  const docker = join(local.folder, '.docker');
  for (const folder of [bin, docker]) mkdirSync(folder);
  symlinkSync(join(executables, helperName), join(bin, 'docker-credential-hawser'));
  const { host } = new URL(local.endpoint);
  const config = join(docker, 'config.json');
  writeFileSync(config, JSON.stringify({ credHelpers: { [host]: 'hawser' } }));
  const environment = {
    ...local.environment(shared),
    PATH: `${bin}:${process.env.PATH}`,
    REGISTRY_AUTH_FILE: config,
    HAWSER_REGISTRY_HOSTS: `${host}=${registryHost}`,
  };
  return {
    local,
    host,
    repository: `${host}/${registryHost}/${repositoryName}`,
    digest,
    environment,
    nobody: {
      ...environment,
      AWS_ACCESS_KEY_ID: '',
      HAWSER_TOKEN_CACHE: 'off',
      AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:9',
    },
    close: () => local.close(),
  };
}
