import type { Stored } from '../object-store.ts';
import type { OwnerReference } from '../types.ts';

export function controllerOf({ metadata }: Stored): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

export function isControlledBy(object: Stored, owner: Stored): boolean {
  return controllerOf(object)?.uid === owner.metadata.uid;
}

export function referenceTo({ apiVersion = 'v1', kind = '', metadata }: Stored): OwnerReference {
  const { name, uid = '' } = metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}
