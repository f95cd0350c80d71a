// Condition keys that only AWS sees when a request arrives: whatever is said of a pull must hold for each of their values.
import type { Condition, Statement, World } from './policies.ts';
import { here } from './policies.ts';

const [vpc, endpoint] = ['vpc-1', 'vpce-1'];

export const hiddenConditions: readonly Condition[] = [
  { StringEquals: { 'aws:SourceVpc': vpc } },
  { StringNotEquals: { 'aws:SourceVpc': vpc } },
  { StringEquals: { 'aws:SourceVpce': endpoint } },
  { StringNotEquals: { 'aws:SourceVpce': endpoint } },
];
const keys = ['aws:SourceVpc', 'aws:SourceVpce'];

/** Whether each key has the value that the conditions name. */
type Assignment = Readonly<Record<string, boolean>>;

const always: Condition = { StringEquals: { 'aws:PrincipalAccount': here } };
const never: Condition = { StringEquals: { 'aws:PrincipalAccount': '999999999999' } };

/** The worlds that a world may be: one for each way in which the keys that it names can be. */
export function possibleWorlds(world: World): World[] {
  const text = JSON.stringify(world);
  const named = keys.filter((key) => text.includes(`"${key}"`));
  return assignments(named).map((assignment) => under(world, assignment));
}

function assignments([key, ...others]: readonly string[]): Assignment[] {
  if (key === undefined) return [{}];
  return assignments(others).flatMap((rest) => [
    { ...rest, [key]: true },
    { ...rest, [key]: false },
  ]);
}

function under(world: World, assignment: Assignment): World {
  const decide = (statements: readonly Statement[]): Statement[] =>
    statements.map((statement) => decided(statement, assignment));
  return {
    ...world,
    policies: world.policies.map(decide),
    boundary: world.boundary && decide(world.boundary),
    repositoryPolicy: world.repositoryPolicy && decide(world.repositoryPolicy),
  };
}

/** The statement with a condition of a known outcome in place of one on a hidden key. */
function decided(statement: Statement, assignment: Assignment): Statement {
  const [[operator, asked] = []] = Object.entries(statement.Condition ?? {});
  const [key = ''] = Object.keys(asked ?? {});
  const isEqual = assignment[key];
  if (isEqual === undefined) return statement;
  const isMet = operator === 'StringEquals' ? isEqual : !isEqual;
  return { ...statement, Condition: isMet ? always : never };
}
