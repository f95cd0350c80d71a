// tsc emits only what it compiles; data files that the code reads at run time are copied here.
import { cpSync, globSync } from 'node:fs';

for (const file of globSync('src/**/*.{json,proto}')) {
  cpSync(file, file.replace(/^src/, 'dist'));
}
