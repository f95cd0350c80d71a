import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeObject } from './decode.ts';
import { resources } from './resources.ts';

const { pods, deployments, secrets, configmaps } = resources;
const pod = (spec: unknown, metadata: unknown = { name: 'web' }) => ({ metadata, spec });

describe('decoding an object, as in the API server', () => {
  const refused = (
    value: unknown,
    message: string,
    resource = pods as typeof pods | typeof deployments,
  ) =>
    assert.throws(() => decodeObject(resource, value), {
      name: 'ApiError',
      reason: 'BadRequest',
      message: `${resource.kind} in version "v1" cannot be handled as a ${resource.kind}: ${message}`,
    });

  it('refuses a value of the wrong type, with the struct, the field and the type in Go', () => {
    refused(
      pod({ imagePullSecrets: 5 }),
      'json: cannot unmarshal number into Go struct field PodSpec.spec.imagePullSecrets of type []v1.LocalObjectReference',
    );
    refused(
      pod({ containers: [{ name: 'c', image: ['x'] }] }),
      'json: cannot unmarshal array into Go struct field Container.spec.containers.image of type string',
    );
    refused(
      pod({}, { name: 'web', labels: { tier: 1 } }),
      'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
    );
    refused(
      { metadata: { name: 'web' }, spec: { replicas: 1.5 } },
      'json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32',
      deployments,
    );
    refused(
      { metadata: { name: 'web' }, spec: { replicas: 2 ** 31 } },
      'json: cannot unmarshal number into Go struct field DeploymentSpec.spec.replicas of type int32',
      deployments,
    );
    refused('pod', 'json: cannot unmarshal string into Go value of type v1.Pod');
  });

  it('refuses an invalid time, quantity and base64', () => {
    refused(
      pod({}, { name: 'web', creationTimestamp: 'yesterday' }),
      'parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006"',
    );
    refused(
      pod({ containers: [{ name: 'c', resources: { limits: { memory: 'much' } } }] }),
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    );
    assert.throws(
      () => decodeObject(secrets, { metadata: { name: 's' }, data: { key: 'no base64' } }),
      { message: /illegal base64 data at input byte 2$/ },
    );
  });

  it('reads a null as an absent field, and in a list as an empty value', () => {
    const { object } = decodeObject(pods, {
      kind: 'Pod',
      metadata: { name: 'web', labels: null, ownerReferences: [null] },
      spec: { imagePullSecrets: [null], nodeSelector: { disk: null } },
    });
    assert.deepEqual(object, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', ownerReferences: [{}] },
      spec: { imagePullSecrets: [{}], nodeSelector: { disk: '' } },
    });
  });

  it('drops the fields that the kind does not have, and returns them', () => {
    const { object, unknownFields } = decodeObject(pods, {
      metadata: { name: 'web', owner: 'me' },
      spec: { containers: [{ name: 'c', imagePolicy: 'Always' }], __proto__: { x: 1 } },
      constructor: {},
    });
    assert.deepEqual(unknownFields, [
      'metadata.owner',
      'spec.containers[0].imagePolicy',
      'constructor',
    ]);
    const { metadata, spec } = object;
    assert.deepEqual([metadata, spec], [{ name: 'web' }, { containers: [{ name: 'c' }] }]);
  });

  it('accepts numbers for quantities, and texts or numbers where both are allowed', () => {
    const { object, unknownFields } = decodeObject(deployments, {
      metadata: { name: 'web' },
      spec: {
        strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: '25%' } },
        template: {
          spec: { containers: [{ name: 'c', resources: { limits: { cpu: 1, memory: '1Gi' } } }] },
        },
      },
    });
    assert.deepEqual(unknownFields, []);
    assert.deepEqual((object.spec as { template: unknown }).template, {
      spec: { containers: [{ name: 'c', resources: { limits: { cpu: '1', memory: '1Gi' } } }] },
    });
  });

  it('refuses a value without a schema that is nested too deep', () => {
    let deep: unknown = {};
    for (let depth = 0; depth < 100; depth++) deep = { f: deep };
    const metadata = { name: 'c', managedFields: [{ fieldsV1: deep }] };
    assert.throws(() => decodeObject(configmaps, { metadata }), { reason: 'BadRequest' });
  });
});
