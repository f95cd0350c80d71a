// The tables of docs/house.md, from test/architecture/house.ts.
import { type Room, rooms } from '../test/architecture/house.ts';
import { localParts } from '../test/architecture/local-parts.ts';

/** @returns the page with both tables as they should be. */
export function withTables(page: string): string {
  return replaced(
    replaced(page, 'rooms', tableOf('room', rooms)),
    'parts',
    tableOf('part', localParts),
  );
}

function tableOf(kind: string, list: readonly Room[]): string {
  const lines = list.map(({ name, about, mayImport, pure }) => {
    const says = pure ? `${about} (pure)` : about;
    return `| \`${name}\` | ${says} | ${allowed(mayImport)} |`;
  });
  return [`| ${kind} | what is in it | may import |`, '|---|---|---|', ...lines].join('\n');
}

function allowed(mayImport: Room['mayImport']): string {
  if (mayImport === 'everything') return 'everything';
  return mayImport.length === 0 ? 'nothing' : mayImport.map((name) => `\`${name}\``).join(', ');
}

function replaced(page: string, mark: string, table: string): string {
  const place = new RegExp(`(<!-- ${mark}: .*? -->\\n)[^]*?(<!-- /${mark} -->)`);
  if (!place.test(page)) throw new Error(`docs/house.md has no place for the ${mark}`);
  return page.replace(place, (_, begin: string, end: string) => `${begin}${table}\n${end}`);
}
