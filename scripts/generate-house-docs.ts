// Writes the tables of docs/house.md: `npm run docs:house`.
import { readFileSync, writeFileSync } from 'node:fs';
import { withTables } from './house-tables.ts';

const page = 'docs/house.md';
writeFileSync(page, withTables(readFileSync(page, 'utf8')));
