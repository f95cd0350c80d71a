import type { Call } from '../../core/call.ts';
import { type Operation, operation, type Permission } from '../../core/service.ts';
import type { NetworkState } from '../../network-state.ts';
import type { OwnedRecord } from '../../state.ts';
import { findIn, type Place } from '../../vpc/lookups.ts';
import { ec2Errors } from './errors.ts';
import { arnOf, type Kind, networkOf, placeOf } from './kind.ts';

interface Input {
  readonly DryRun?: boolean;
}

/** What a call acts on: a resource by id, or one that is yet to be made (`*`). */
export interface Target {
  readonly arnType: string;
  readonly id: string;
  tags(network: NetworkState, place: Place): Readonly<Record<string, string>>;
}

/** An operation that only reads: EC2 knows no permissions for single resources there. */
export function reads<In, Output>(
  action: string,
  run: (input: In, call: Call) => Output | Promise<Output>,
): Operation {
  return operation<In & Input, Output>({
    permissions: (_input, { caller }) => [
      { action: `ec2:${action}`, resource: '*', accountId: caller.accountId },
    ],
    run: (input, call) => unlessDry(input, () => run(input, call)),
  });
}

/**
 * An operation that changes something.
 * @param targets the resources that the caller needs the permission for.
 */
export function changes<In, Output>(
  action: string,
  targets: (input: In) => readonly Target[],
  run: (input: In, call: Call) => Output,
): Operation {
  return operation<In & Input, Output>({
    permissions: (input, call) =>
      distinct(targets(input)).map((target) => permissionFor(`ec2:${action}`, target, call)),
    run: (input, call) => unlessDry(input, () => run(input, call)),
  });
}

/** A resource that a call names twice is decided on once. */
function distinct(targets: readonly Target[]): readonly Target[] {
  return [...new Map(targets.map((one) => [`${one.arnType}/${one.id}`, one])).values()];
}

/** A resource as target; EC2 asks for `*` of its type where the call names none. */
export function at<Document extends OwnedRecord>(kind: Kind<Document>, id = '*'): Target {
  return {
    arnType: kind.arnType,
    id,
    tags: (network, place) => findIn(kind.collection(network), place, id)?.tags ?? {},
  };
}

function permissionFor(action: string, target: Target, call: Call): Permission {
  const place = placeOf(call);
  const tags = Object.entries(target.tags(networkOf(call), place));
  return {
    action,
    resource: arnOf(target, place, target.id),
    accountId: place.accountId,
    context: {
      'ec2:Region': place.region,
      ...Object.fromEntries(tags.map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
    },
  };
}

function unlessDry<Output>({ DryRun }: Input, run: () => Output): Output {
  if (DryRun === true) throw ec2Errors.dryRun();
  return run();
}
