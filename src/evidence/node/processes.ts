import { basename } from 'node:path';
import type { Fact } from '../../chain/fact.ts';
import { absent, unseen } from '../../chain/fact.ts';
import type { Proxies } from '../../chain/world.ts';
import { look } from './look.ts';
import { maskedUrl } from './masked.ts';
import type { Rooted } from './rooted.ts';

/** Processes that are looked at, at most. */
const mostProcesses = 20_000;

/** A process of the node. */
export interface NodeProcess {
  readonly pid: string;
  /** The words of its command line. */
  readonly words: readonly string[];
}

/**
 * Finds processes by the names of their programs. A program that is started through another (`hyperkube kubelet`,
 * `k3s agent`) is found by neither.
 */
export async function findProcesses(
  root: Rooted,
  names: readonly string[],
): Promise<Fact<ReadonlyMap<string, NodeProcess>>> {
  return look('the processes of the node', async () => {
    const pids = (await root.list('/proc')).filter((name) => /^\d+$/.test(name));
    // A folder that is a mount point elsewhere is empty here.
    if (pids.length === 0) throw new Error('/proc has no processes in it');
    const found = new Map<string, NodeProcess>();
    for (const pid of pids.slice(0, mostProcesses)) {
      const words = await commandOf(root, pid);
      const name = basename(words[0] ?? '');
      if (names.includes(name) && !found.has(name)) found.set(name, { pid, words });
    }
    return found;
  });
}

/** A process may end while it is looked for. */
async function commandOf(root: Rooted, pid: string): Promise<string[]> {
  try {
    return (await root.read(`/proc/${pid}/cmdline`)).split('\0').filter((word) => word !== '');
  } catch {
    return [];
  }
}

/** A process out of those that were found. */
export function processNamed(
  found: Fact<ReadonlyMap<string, NodeProcess>>,
  name: string,
): Fact<NodeProcess> {
  if (found.state !== 'known') {
    return unseen(`the process ${name}`, 'the node’s /proc: run it on the node, or with --root');
  }
  const process = found.value.get(name);
  return process === undefined ? absent : { state: 'known', value: process };
}

/** What a process was started with that decides about its connections, and nothing else of its environment. */
export interface ProcessEnvironment {
  /** With passwords, to connect with; never written. */
  readonly variables: Readonly<Record<string, string>>;
  readonly proxies: Proxies;
}

const taken = /^(?:https?_proxy|no_proxy|SSL_CERT_FILE|AWS_REGION|AWS_DEFAULT_REGION)$/i;

export async function environmentOf(
  root: Rooted,
  process: Fact<NodeProcess>,
  name: string,
): Promise<Fact<ProcessEnvironment>> {
  if (process.state !== 'known') return process;
  return look(`the environment of ${name}`, async () => {
    const text = await root.read(`/proc/${process.value.pid}/environ`);
    const variables = Object.fromEntries(
      text.split('\0').flatMap((entry) => {
        const [, key = '', value = ''] = /^([^=]+)=([\s\S]*)$/.exec(entry) ?? [];
        return taken.test(key) ? [[key, value]] : [];
      }),
    );
    return { variables, proxies: proxiesIn(variables) };
  });
}

export function proxiesIn(variables: Readonly<Record<string, string | undefined>>): Proxies {
  const named = (name: string) => variables[name] || variables[name.toLowerCase()];
  const [http, https, none] = [named('HTTP_PROXY'), named('HTTPS_PROXY'), named('NO_PROXY')];
  return {
    ...(http ? { http: maskedUrl(http) } : {}),
    ...(https ? { https: maskedUrl(https) } : {}),
    ...(none ? { none } : {}),
  };
}
