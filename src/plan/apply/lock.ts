import {
  CreatePolicyCommand,
  DeletePolicyCommand,
  GetPolicyCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { formatArn } from '../../names/arn.ts';
import { partitionOf } from '../../names/partitions.ts';
import type { Graph } from '../../spec/graph/graph.ts';
import type { SpecAccess } from '../accounts.ts';
import { PlanError } from '../errors.ts';
import { absentOn } from '../observe/absent.ts';

/** Who holds a lock: enough to know whether it is still at work. */
export interface Holder {
  readonly host: string;
  readonly pid: number;
  /** ISO 8601. */
  readonly since: string;
}

export interface LockOptions {
  readonly holder: Holder;
  /** Whether a process of that holder is known to have ended. */
  readonly hasEnded: (holder: Holder) => boolean;
  /** Takes the lock from whoever has it. */
  readonly breakLock: boolean;
}

/** It grants nothing, and is attached to nothing. */
const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'LockOnly', Effect: 'Deny', Action: 'sts:GetCallerIdentity', Resource: '*' }],
});

/**
 * Lets one apply of a spec work at a time, wherever they run: a customer managed policy in the spec's first account, whose
 * name IAM gives to one creator only. A lock that a process of this machine left behind is taken over.
 * @throws PlanError `LOCKED`
 */
export async function locked<Value>(
  graph: Graph,
  access: SpecAccess,
  options: LockOptions,
  work: () => Promise<Value>,
): Promise<Value> {
  const [account] = graph.accounts;
  if (account === undefined) return work();
  const client = new IAMClient({ region: 'us-east-1', ...access.of(account.id) });
  const name = `hawser-lock-${graph.name}`;
  const partition = partitionOf(account.region).id;
  const arn = formatArn({
    partition,
    service: 'iam',
    region: '',
    accountId: account.id,
    resource: `policy/hawser/${name}`,
  });
  await take(client, name, arn, options);
  const release = () => client.send(new DeletePolicyCommand({ PolicyArn: arn }));
  try {
    const done = await work();
    await release();
    return done;
  } catch (error) {
    // Why the work failed matters more than what is left of the lock, which the next apply takes over.
    await release().catch(() => undefined);
    throw error;
  } finally {
    client.destroy();
  }
}

async function take(
  client: IAMClient,
  PolicyName: string,
  PolicyArn: string,
  { holder, hasEnded, breakLock }: LockOptions,
): Promise<void> {
  const create = new CreatePolicyCommand({
    PolicyName,
    Path: '/hawser/',
    Description: JSON.stringify(holder),
    PolicyDocument: document,
  });
  for (let tries = 0; ; tries++) {
    const made = await client
      .send(create)
      .catch(absentOn('EntityAlreadyExistsException', undefined));
    if (made !== undefined) return;
    const found = await client
      .send(new GetPolicyCommand({ PolicyArn }))
      .catch(absentOn('NoSuchEntityException', { Policy: undefined }));
    const by = holderIn(found.Policy?.Description);
    if (tries > 0 || (!breakLock && (by === undefined || !hasEnded(by))))
      throw lockedBy(PolicyArn, by);
    await client
      .send(new DeletePolicyCommand({ PolicyArn }))
      .catch(absentOn('NoSuchEntityException', undefined));
  }
}

function holderIn(text = ''): Holder | undefined {
  try {
    const { host, pid, since } = JSON.parse(text) as Partial<Holder>;
    return host === undefined || pid === undefined || since === undefined
      ? undefined
      : { host, pid, since };
  } catch {
    return undefined;
  }
}

function lockedBy(arn: string, by: Holder | undefined): PlanError {
  const who = by === undefined ? '' : ` (process ${by.pid} on ${by.host}, since ${by.since})`;
  return new PlanError(
    'LOCKED',
    `another apply of this spec is under way${who}`,
    `Wait for it. If it was killed elsewhere, give --break-lock, which deletes ${arn}. Nothing was touched.`,
  );
}
