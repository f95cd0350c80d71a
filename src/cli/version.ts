import { readFileSync } from 'node:fs';

interface Manifest {
  readonly version: string;
}

/** Put in by the build of the executables (scripts/build-executables.ts). */
declare const HAWSER_VERSION: string | undefined;

/** The version of this package, as its manifest states it. */
export const version: string =
  typeof HAWSER_VERSION === 'string' ? HAWSER_VERSION : versionOfPackage();

function versionOfPackage(): string {
  const path = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(path, 'utf8')) as Manifest).version;
}
