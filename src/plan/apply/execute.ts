import { type AwsCall, apiCallOf, type Change } from '../../actions/index.ts';
import type { SpecAccess } from '../accounts.ts';
import type { ResourceChange } from '../diff/types.ts';
import { PlanError, reasonOf } from '../errors.ts';

/** Told of each change, before it is made and when it is. */
export type Progress = (done: number, all: number, change: ResourceChange) => void;

/** Errors that tell of a role that is there, and that not every part of AWS knows of yet. */
const settling = /Invalid repository policy|Invalid principal in policy|MalformedPolicyDocument/;
/** How often, and how many milliseconds apart, a call is repeated that met one: IAM is eventually consistent. */
const patience = { tries: 8, wait: 2_000 };

/**
 * Makes changes one after the other. What was done when a call fails stays, and a new apply goes on from there.
 * @throws PlanError `STOPPED`, which names the change and what is left.
 */
export async function execute(
  changes: readonly ResourceChange[],
  access: SpecAccess,
  progress: Progress,
): Promise<void> {
  const clients = new Clients(access);
  try {
    for (const [index, change] of changes.entries()) {
      progress(index, changes.length, change);
      await makeChange(change, clients, changes.length - index);
    }
  } finally {
    clients.close();
  }
}

async function makeChange(change: ResourceChange, clients: Clients, left: number): Promise<void> {
  for (const step of change.steps) {
    try {
      await settled(change, () => clients.run(step));
    } catch (cause) {
      throw new PlanError(
        'STOPPED',
        `${change.action} ${change.address} failed: ${reasonOf(cause)}`,
        `What was done before it stays, and ${left} changes are left. Run apply again: it goes on from here.`,
        { cause },
      );
    }
  }
}

/** Repeats a call that names a role made a moment ago. */
async function settled(change: ResourceChange, run: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (error) {
      const mayPass = change.kind === 'repository-policy' && settling.test(reasonOf(error));
      if (!mayPass || tries === patience.tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, patience.wait));
    }
  }
}

interface Client {
  send(command: object): Promise<unknown>;
  destroy(): void;
}

type Module = Readonly<Record<string, unknown>>;

/** The clients that changes are made with: one for each account, Region and service. */
class Clients {
  readonly #access: SpecAccess;
  readonly #open = new Map<string, Client>();

  constructor(access: SpecAccess) {
    this.#access = access;
  }

  async run(change: Change): Promise<void> {
    const call = apiCallOf(change);
    if (call === undefined || call.service === 'kubernetes') {
      throw new TypeError(`${change.kind} is no call of AWS`);
    }
    const module = await moduleOf(call);
    const Command = module[`${call.operation}Command`] as new (input: object) => object;
    await this.#client(call, module).send(new Command(call.input));
  }

  #client({ service, region = 'us-east-1', account }: AwsCall, module: Module): Client {
    const key = `${service} ${account} ${region}`;
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    const Made = module[service === 'ecr' ? 'ECRClient' : 'IAMClient'] as new (
      config: object,
    ) => Client;
    const made = new Made({ region, ...this.#access.of(account) });
    this.#open.set(key, made);
    return made;
  }

  close(): void {
    for (const client of this.#open.values()) client.destroy();
  }
}

async function moduleOf({ service }: AwsCall): Promise<Module> {
  switch (service) {
    case 'ecr':
      return (await import('@aws-sdk/client-ecr')) as unknown as Module;
    case 'iam':
      return (await import('@aws-sdk/client-iam')) as unknown as Module;
    default:
      throw new TypeError(`no plan makes changes in ${service}`);
  }
}
