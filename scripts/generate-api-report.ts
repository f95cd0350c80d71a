// Writes docs/api.md.
import { writeFileSync } from 'node:fs';
import { apiReport } from './api-report.ts';

writeFileSync('docs/api.md', apiReport());
