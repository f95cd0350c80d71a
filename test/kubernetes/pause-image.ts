import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../../src/oci/digest.ts';
import { tarOf } from '../../src/tour/tar.ts';

/** Writes an image of one program as a docker archive, for `ctr images import`. @returns the archive's path. */
export function writePauseImage(folder: string, name: string, program: string): string {
  const content = join(folder, 'pause');
  mkdirSync(content, { recursive: true });
  const layer = tarOf('pause', readFileSync(program), 0o755);
  writeFileSync(join(content, 'layer.tar'), layer);
  const config = {
    os: 'linux',
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    config: { Entrypoint: ['/pause'] },
    rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
  };
  writeFileSync(join(content, 'config.json'), JSON.stringify(config));
  const manifest = [{ Config: 'config.json', RepoTags: [name], Layers: ['layer.tar'] }];
  writeFileSync(join(content, 'manifest.json'), JSON.stringify(manifest));
  const archive = join(folder, 'pause.tar');
  execFileSync('tar', ['-cf', archive, '-C', content, 'manifest.json', 'config.json', 'layer.tar']);
  return archive;
}
