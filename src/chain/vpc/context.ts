import type { Interface } from '../../network/index.ts';
import type { Fact } from '../fact.ts';
import type { NetworkFacts } from '../world.ts';
import { type InVpc, interfaceOf } from './ways.ts';

/** Where a way begins, and in whose account changes are made. */
export interface VpcContext {
  readonly network: NetworkFacts;
  readonly from: Interface;
  readonly account: string;
}

export function contextOf(subject: InVpc): VpcContext {
  const { network, instance } = subject;
  const account = instance.state === 'known' ? instance.value.accountId : '';
  return { network: network.value, from: interfaceOf(subject), account };
}

/** What every change in the VPC says of itself. */
export function inAccount({ network, account }: VpcContext) {
  return { account, region: network.region, reversibility: 'reversible' } as const;
}

/** The items of a list that was seen; none of one that was not. */
export function seen<Item>(list: Fact<readonly Item[]>): readonly Item[] {
  return list.state === 'known' ? list.value : [];
}
