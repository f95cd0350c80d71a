import type { Interface } from '../../network/index.ts';
import type { Place } from './place.ts';

/** The primary network interface of an instance: the connections of kubelet and container runtime leave by it. */
export interface InterfaceFacts extends Omit<Interface, 'ephemeralPorts'> {
  readonly vpcId: string;
  readonly region: string;
  /** What the instance metadata service is set to; left out where EC2 does not say. */
  readonly metadata?: {
    readonly endpoint: string;
    /** `required` or `optional`: whether a session token is asked for. */
    readonly tokens: string;
    readonly hopLimit: number;
  };
}

/** @param id of the instance. */
export function interfaceAt(id: string): Place<'interfaces'> {
  const permission = 'ec2:DescribeInstances on *';
  return { kind: 'interfaces', key: id, fact: `network interface of ${id}`, permission };
}
