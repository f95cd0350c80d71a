import type { Graph } from '../../spec/graph/graph.ts';
import {
  adoptedTag,
  ownerTag,
  type Resource,
  type ResourceKind,
} from '../../spec/graph/resource.ts';
import { policyNameOf } from '../../spec/graph/role-policies.ts';
import { PlanError } from '../errors.ts';
import type { Current } from '../observe/current.ts';
import { differences } from './attributes.ts';
import { creation, removal, updates } from './steps.ts';
import type { Action, AttributeChange, ResourceChange, Risk } from './types.ts';

/** Removals come last, and in this order: nothing is removed that something else still needs. */
const removalOrder: readonly ResourceKind[] = [
  'repository-policy',
  'registry-policy',
  'cache-rule',
  'creation-template',
  'role-policy',
  'role-policy-attachment',
  'instance-profile',
  'role',
  'oidc-provider',
  'lifecycle-policy',
  'repository',
];

/**
 * What has to change so that everything is as the graph wants it: what it wants first, each after what it needs, then
 * what is no longer wanted.
 * @param force repositories are removed together with their images.
 * @throws PlanError `NOT_OURS` for what belongs to another spec.
 */
export function diff(
  graph: Graph,
  current: ReadonlyMap<string, Current>,
  force: boolean,
): ResourceChange[] {
  const replaced = new Set<string>();
  const wanted = graph.resources.flatMap((one): ResourceChange[] => {
    const there = current.get(one.address);
    if (there === undefined || one.dependsOn.some((address) => replaced.has(address))) {
      return [changeOf('create', one, [], creation(one))];
    }
    requireOwn(graph, there);
    const changed = differences(one, there);
    if (changed.some(({ name }) => name === 'encryption' || name === 'upstream')) {
      replaced.add(one.address);
      const steps = [...removal(there, one.reason, force), ...creation(one)];
      return [changeOf('replace', one, changed, steps)];
    }
    if (changed.length === 0) return [];
    return [takingOver(graph, one, there, changed)];
  });
  return [...wanted, ...removals(graph, current, force)];
}

function changeOf(
  action: Action,
  {
    address,
    kind,
    account,
    region,
    reason,
  }: Pick<Resource, 'address' | 'kind' | 'account' | 'region' | 'reason'>,
  attributes: readonly AttributeChange[],
  steps: ResourceChange['steps'],
  risk: readonly Risk[] = [],
): ResourceChange {
  return { address, kind, account, region, action, reason, risk, attributes, steps };
}

function requireOwn({ name }: Graph, { address, owner }: Current): void {
  if (owner === undefined || owner === name) return;
  throw new PlanError(
    'NOT_OURS',
    `${address} belongs to the spec ${owner} (its tag ${ownerTag})`,
    'Declare it in one spec only, or remove the tag. Nothing was touched.',
  );
}

/** An update; of what no spec made so far, with a mark that it is never to be deleted. */
function takingOver(
  graph: Graph,
  wanted: Resource,
  there: Current,
  changed: readonly AttributeChange[],
): ResourceChange {
  const isTaken =
    (wanted.kind === 'repository' || wanted.kind === 'role') && there.owner === undefined;
  if (!isTaken) return changeOf('update', wanted, changed, updates(wanted, there, changed));
  const mark: AttributeChange = {
    name: `tags.${adoptedTag}`,
    before: undefined,
    after: 'true',
    reason: 'it was there before: destroy leaves it',
  };
  const all = [...changed, mark];
  const text = `${wanted.address} is there already, and spec ${graph.name} takes it over`;
  const risk: Risk[] = [{ kind: 'takes-over', text }];
  return changeOf('update', wanted, all, updates(wanted, there, all), risk);
}

function removals(
  graph: Graph,
  current: ReadonlyMap<string, Current>,
  force: boolean,
): ResourceChange[] {
  const wanted = new Set(graph.resources.map(({ address }) => address));
  const reason = 'the spec does not declare it';
  return removalsOf([...current.values()].filter(({ address }) => !wanted.has(address)))
    .filter((one) => isToGo(graph, one, wanted))
    .map((one) => changeOf('delete', { ...one, reason }, [], removal(one, reason, force)));
}

/** In the order in which they can go. */
export function removalsOf(all: readonly Current[]): Current[] {
  return all.toSorted((a, b) => removalOrder.indexOf(a.kind) - removalOrder.indexOf(b.kind));
}

/** What the spec made goes; of what it wants, everything that it does not mention. */
function isToGo(graph: Graph, one: Current, wanted: ReadonlySet<string>): boolean {
  switch (one.kind) {
    case 'cache-rule':
    case 'creation-template':
    case 'registry-policy':
    case 'repository':
    case 'role':
    case 'oidc-provider':
    case 'instance-profile':
      return isMadeBy(graph, one);
    case 'repository-policy':
    case 'lifecycle-policy':
      // With its repository it goes by itself.
      return wanted.has(one.address.replace(`/${one.kind}/`, '/repository/'));
    case 'role-policy':
      return one.properties.name === policyNameOf(graph) || isMadeBy(graph, one);
    case 'role-policy-attachment':
      return isMadeBy(graph, one);
  }
}

/** What was there before is left, whoever has it now. */
export function isMadeBy({ name }: Pick<Graph, 'name'>, { owner, adopted }: Current): boolean {
  return owner === name && !adopted;
}
