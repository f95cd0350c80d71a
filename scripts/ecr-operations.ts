// The operation table of docs/ecr.md, read off the service model and the operations themselves.

import type { Call } from '../src/local/core/call.ts';
import { rootOf } from '../src/local/identity/caller.ts';
import { type Shape, shapeOf, type Value } from '../src/local/protocol/model.ts';
import { ecr } from '../src/local/services/ecr/index.ts';
import { openState } from '../src/local/state.ts';
import { openSqlite } from '../src/storage/sqlite.ts';
import { ecrNotes } from './ecr-notes.ts';

const { model, operations } = ecr;

/** Markdown table: each operation, what it takes, what it needs, how true it is to ECR. */
export function operationTable(): string {
  const rows = Object.keys(model.operations)
    .sort()
    .map((name) => [`\`${name}\``, inputOf(name), permissionsOf(name), ecrNotes[name] ?? '']);
  const lines = [['operation', 'input', 'needs', 'note'], ['---', '---', '---', '---'], ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Members of the input, required ones first and in bold, with their limits. */
function inputOf(name: string): string {
  const shape = shapeOf(model, model.operations[name]?.input?.shape ?? '');
  const members = Object.entries(shape.members ?? {}).map(([member, { shape: target }]) => {
    const isRequired = shape.required?.includes(member) === true;
    const text = `${member}${limits(shapeOf(model, target))}`;
    return { isRequired, text: isRequired ? `**${text}**` : text };
  });
  return members
    .sort((a, b) => Number(b.isRequired) - Number(a.isRequired))
    .map(({ text }) => text)
    .join(', ');
}

function limits({ min, max }: Shape): string {
  if (min === undefined && max === undefined) return '';
  return max === undefined ? ` (≥ ${min})` : ` (${min ?? 0}–${max})`;
}

/** The actions that the operation asks for when it is given the least that it takes. */
function permissionsOf(name: string): string {
  const operation = operations[name];
  if (operation === undefined) return '';
  const input = sample(model.operations[name]?.input?.shape ?? '');
  const needed = operation.permissions(input, call());
  return needed.map(({ action }) => `\`${action}\``).join(', ');
}

function sample(name: string): Value {
  const shape = shapeOf(model, name);
  switch (shape.type) {
    case 'structure':
      return Object.fromEntries(
        (shape.required ?? []).map((member) => [
          member,
          member === 'resourceArn'
            ? 'arn:aws:ecr:us-east-1:000000000000:repository/sample'
            : sample(shape.members?.[member]?.shape ?? ''),
        ]),
      );
    case 'list':
      return [sample(shape.member?.shape ?? '')];
    case 'string':
      return shape.enum?.[0] ?? 'sample';
    default:
      return 0;
  }
}

/** A call of nobody in particular on a store that holds nothing; deciding is not what it is for. */
function call(): Call {
  const state = openState(openSqlite(':memory:'));
  return {
    core: { state },
    caller: rootOf('000000000000'),
    region: 'us-east-1',
    requestId: '',
    context: {},
    now: 0,
  } as unknown as Call;
}
