import { type Resource, resources } from '../resources.ts';
import type { ObjectMeta, OwnerReference } from '../types.ts';
import {
  invalidValue,
  keyComplaint,
  labelComplaint,
  labelValueComplaint,
  subdomainComplaint,
} from './names.ts';

/** Maximum total size of all annotation keys and values, in bytes. */
const maxAnnotations = 256 * 1024;

/** @returns what is wrong with an object's metadata (apimachinery: api/validation/objectmeta.go). */
export function metadataCauses(resource: Resource, metadata: ObjectMeta): string[] {
  const { labels = {}, annotations = {}, ownerReferences = [], finalizers = [] } = metadata;
  return [
    ...nameCauses(resource, metadata),
    ...labelCauses('metadata.labels', labels),
    ...annotationCauses(annotations),
    ...ownerReferences.flatMap((owner, at) => ownerCauses(owner, at)),
    ...controllerCauses(ownerReferences),
    ...finalizers.flatMap((one, at) =>
      invalidValue(`metadata.finalizers[${at}]`, one, keyComplaint(one)),
    ),
  ];
}

function nameCauses(resource: Resource, { name, generateName }: ObjectMeta): string[] {
  const complaintOf = resource === resources.namespaces ? labelComplaint : subdomainComplaint;
  if (name) return invalidValue('metadata.name', name, complaintOf(name));
  if (!generateName) return ['metadata.name: Required value: name or generateName is required'];
  const prefix = generateName.replace(/[-.]$/, 'x');
  return invalidValue('metadata.generateName', generateName, complaintOf(prefix));
}

/** @returns what is wrong with a map of labels at a path. */
export function labelCauses(path: string, labels: Readonly<Record<string, string>>): string[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...invalidValue(path, key, keyComplaint(key)),
    ...invalidValue(path, value, labelValueComplaint(value)),
  ]);
}

function annotationCauses(annotations: Readonly<Record<string, string>>): string[] {
  const path = 'metadata.annotations';
  const entries = Object.entries(annotations);
  const size = entries.reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
  return [
    ...entries.flatMap(([key]) => invalidValue(path, key, keyComplaint(key.toLowerCase()))),
    ...(size > maxAnnotations
      ? [`${path}: Too long: may not be more than ${maxAnnotations} bytes`]
      : []),
  ];
}

function ownerCauses(owner: OwnerReference, at: number): string[] {
  const path = `metadata.ownerReferences[${at}]`;
  const empty = (field: 'kind' | 'name' | 'uid') =>
    invalidValue(`${path}.${field}`, '', owner[field] ? undefined : 'must not be empty');
  const version = owner.apiVersion ? undefined : 'version must not be empty';
  return [
    ...invalidValue(`${path}.apiVersion`, '', version),
    ...empty('kind'),
    ...empty('name'),
    ...empty('uid'),
  ];
}

function controllerCauses(owners: readonly OwnerReference[]): string[] {
  const controllers = owners.filter(({ controller }) => controller === true);
  if (controllers.length < 2) return [];
  const [first, second] = controllers;
  return [
    `metadata.ownerReferences: Invalid value: ${JSON.stringify(owners)}: Only one reference can have Controller set to true. Found "true" in references for ${first?.kind}/${first?.name} and ${second?.kind}/${second?.name}`,
  ];
}
