import type { Stored } from '../object-store.ts';
import { type Resource, resources } from '../resources.ts';
import type { CoreEvent, Node, Pod } from '../types.ts';
import type { WorkloadSpec } from '../workload.ts';
import { metadataCauses } from './metadata.ts';
import { invalidValue } from './names.ts';
import { podCauses, podUpdateCauses } from './pod.ts';
import { taintCauses } from './taints.ts';
import { workloadCauses, workloadUpdateCauses } from './workload.ts';

/**
 * @returns the field errors of an object, in the API server's order.
 * @param before the replaced object, for an update.
 */
export function objectCauses(resource: Resource, object: Stored, before?: Stored): string[] {
  return [...metadataCauses(resource, object.metadata), ...kindCauses(resource, object, before)];
}

function kindCauses(resource: Resource, object: Stored, before: Stored | undefined): string[] {
  switch (resource) {
    case resources.pods: {
      const { spec } = object as Stored & Pod;
      return [
        ...podCauses(spec, 'spec'),
        ...(before === undefined || spec === undefined
          ? []
          : podUpdateCauses((before as Stored & Pod).spec, spec)),
      ];
    }
    case resources.deployments:
    case resources.replicasets: {
      const spec = (object.spec ?? {}) as WorkloadSpec;
      return [
        ...workloadCauses(spec),
        ...(before === undefined ? [] : workloadUpdateCauses(before.spec as WorkloadSpec, spec)),
      ];
    }
    case resources.nodes:
      return taintCauses((object as Stored & Node).spec?.taints);
    case resources.secrets:
      return secretCauses(object, before);
    case resources.configmaps:
      return dataKeyCauses(object);
    case resources.events:
      return eventCauses(object as unknown as CoreEvent);
    default:
      return [];
  }
}

/** Key of the data that a secret of each type must have. */
const neededKeys: Readonly<Record<string, string>> = {
  'kubernetes.io/dockerconfigjson': '.dockerconfigjson',
  'kubernetes.io/dockercfg': '.dockercfg',
};

function secretCauses(secret: Stored, before: Stored | undefined): string[] {
  const { type = 'Opaque', data = {} } = secret as { type?: string; data?: Record<string, string> };
  const needed = neededKeys[type];
  const content = needed === undefined ? undefined : data[needed];
  return [
    ...dataKeyCauses(secret),
    ...(needed !== undefined && content === undefined ? [`data[${needed}]: Required value`] : []),
    ...(content !== undefined && !isJson(content)
      ? [`data[${needed}]: Invalid value: "<secret contents redacted>": invalid character`]
      : []),
    ...(before !== undefined && (before.type ?? 'Opaque') !== type
      ? invalidValue('type', type, 'field is immutable')
      : []),
  ];
}

function dataKeyCauses({ data, binaryData }: Stored): string[] {
  const keys = [...Object.keys(data ?? {}), ...Object.keys(binaryData ?? {})];
  return keys.flatMap((key) =>
    /^[-._a-zA-Z0-9]{1,253}$/.test(key)
      ? []
      : invalidValue(
          `data[${key.slice(0, 100)}]`,
          key,
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
        ),
  );
}

function eventCauses({ involvedObject, metadata }: CoreEvent): string[] {
  const { namespace } = involvedObject ?? {};
  const belongs =
    namespace === undefined ? metadata.namespace === 'default' : namespace === metadata.namespace;
  return belongs
    ? []
    : invalidValue('involvedObject.namespace', namespace ?? '', 'does not match event.namespace');
}

function isJson(base64: string): boolean {
  try {
    JSON.parse(Buffer.from(base64, 'base64').toString());
    return true;
  } catch {
    return false;
  }
}
