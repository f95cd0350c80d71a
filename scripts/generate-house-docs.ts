// Writes what documents repeat of the code: the tables of docs/house.md, the counts of causes in the README.
// `npm run docs:house`.
import { readFileSync, writeFileSync } from 'node:fs';
import { withCounts } from './cause-counts.ts';
import { withTables } from './house-tables.ts';

const rewrite = (page: string, change: (text: string) => string): void =>
  writeFileSync(page, change(readFileSync(page, 'utf8')));

rewrite('docs/house.md', withTables);
rewrite('README.md', withCounts);
