// Brings the operation table of docs/ecr.md up to date: `npm run docs:ecr`.
import { readFileSync, writeFileSync } from 'node:fs';
import { operationTable } from './ecr-operations.ts';

const page = new URL('../docs/ecr.md', import.meta.url);
const [head, , tail] = readFileSync(page, 'utf8').split(
  /<!-- operations -->|<!-- \/operations -->/,
);
writeFileSync(page, `${head}<!-- operations -->\n${operationTable()}\n<!-- /operations -->${tail}`);
