// What the doctor says that it needs is what its collectors call, no more and no less.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { doctorPermissions } from './permissions.ts';

const sourcesOf = (folder: string): string =>
  globSync(`src/evidence/${folder}/*.ts`)
    .filter((path) => !path.endsWith('.test.ts'))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');

/** What the light client's own functions call; `listEc2` is given its operation by name. */
const operations: Readonly<Record<string, string | undefined>> = {
  describeInstance: 'DescribeInstances',
  describeSecret: 'DescribeSecret',
  getMetricData: 'GetMetricData',
  getServiceQuota: 'GetServiceQuota',
  getHostedZoneVpcs: 'GetHostedZone',
  lookupEvents: 'LookupEvents',
  listHostedZonesByVpc: 'ListHostedZonesByVPC',
  listResourceRecordSets: 'ListResourceRecordSets',
  listResolverRuleAssociations: 'ListResolverRuleAssociations',
  listResolverRules: 'ListResolverRules',
};

describe('the permissions of the doctor', () => {
  const { iam, rbac } = doctorPermissions();

  it('are the operations of AWS that it calls, but for asking who it is', () => {
    const listed = iam.Statement.flatMap(({ Action }) => Action.map((one) => one.split(':')[1]));
    const source = sourcesOf('aws') + sourcesOf('fleet');
    const called = [
      ...source.matchAll(
        /new (\w+)Command\(|paginate(\w+)\(\s*\{|'((?:Describe|Get|Search)\w+)'|(describeInstance|describeSecret|getMetricData|getServiceQuota|lookupEvents|getHostedZoneVpcs|list[A-Z]\w+)\(/g,
      ),
    ]
      .map(([, command, pages, named, own = '']) => command ?? pages ?? named ?? operations[own])
      .filter((name) => name !== undefined && name !== 'GetCallerIdentity');
    assert.ok(called.length > 10);
    assert.deepEqual(new Set(listed), new Set(called));
  });

  it('change nothing', () => {
    for (const { Action } of iam.Statement) {
      for (const action of Action)
        assert.match(action, /:(Describe|Get|List|Lookup|Search|BatchGet|BatchCheck|Validate)/);
    }
    for (const { verbs } of rbac.rules) {
      for (const verb of verbs) assert.ok(verb === 'get' || verb === 'list', verb);
    }
  });

  it('are the objects of Kubernetes that it reads', () => {
    const listed = new Set(
      rbac.rules.flatMap(({ resources, verbs }) =>
        resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource}`)),
      ),
    );
    const source = sourcesOf('kubernetes') + sourcesOf('fleet');
    const calls = source.matchAll(
      /\.(?:(read|list)(?:Namespaced)?([A-Z]\w+)|connectGet(NodeProxy)WithPath)\(/g,
    );
    const called = new Set(
      [...calls].map(([, verb, kind = '', proxy]) =>
        proxy === undefined
          ? `${verb === 'read' ? 'get' : 'list'} ${kind.replace('ForAllNamespaces', '').toLowerCase()}s`
          : 'get nodes/proxy',
      ),
    );
    assert.ok(called.size > 8);
    for (const call of called) assert.ok(listed.has(call), call);
  });
});
