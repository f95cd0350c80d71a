// Builds a container image of the command line, from nothing but its single-file executable and the C library that this asks
// for: `npm run build:image [-- x64]`. It takes no docker: the result is an OCI archive, dist/image/hawser-linux-x64.tar, for
// skopeo, podman, crane or containerd. Each of them pushes it, for example
// skopeo copy oci-archive:dist/image/hawser-linux-x64.tar docker://…
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { argv } from 'node:process';
import { gzipSync } from 'node:zlib';
import { digestOf } from '../src/oci/digest.ts';
import { mediaTypes } from '../src/oci/media-types.ts';
import { elfNeeds } from './elf.ts';
import { type TarEntry, tarOf } from './tar.ts';

/** By architecture: its name in OCI, and where machines have its C library, natively or as a cross library. */
const architectures: Readonly<
  Record<string, { readonly oci: string; readonly folders: readonly string[] }>
> = {
  x64: { oci: 'amd64', folders: ['/lib64', '/lib/x86_64-linux-gnu', '/usr/x86_64-linux-gnu/lib'] },
  arm64: {
    oci: 'arm64',
    folders: ['/lib/aarch64-linux-gnu', '/usr/aarch64-linux-gnu/lib', '/lib64'],
  },
};
/** Nobody's user, who can write to /tmp only. */
const user = 65_532;

const root = resolve(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
};
const [architecture = process.arch] = argv.slice(2);
const target = join(root, 'dist', 'image');
mkdirSync(target, { recursive: true });
const file = join(target, `hawser-linux-${architecture}.tar`);
writeFileSync(file, archiveOf(architecture));
console.log(file);

function archiveOf(name: string): Buffer {
  const known = architectures[name];
  if (known === undefined)
    throw new Error(`no image for ${name}: name one of ${Object.keys(architectures).join(', ')}`);
  execFileSync(process.execPath, [join(root, 'scripts/build-executables.ts'), name], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const executable = join(root, 'dist/executables', `hawser-linux-${name}`);
  const layers = [
    tarOf(system(executable, known.folders)),
    tarOf([{ path: 'hawser', mode: 0o755, body: readFileSync(executable) }]),
  ];
  return layoutOf(known.oci, layers);
}

/** What the executable needs of a system: the C library with its loader, how names are looked up, and a place to write to. */
function system(executable: string, folders: readonly string[]): TarEntry[] {
  const { interpreter, libraries } = elfNeeds(executable);
  const loader = interpreter.slice(interpreter.lastIndexOf('/') + 1);
  const files = libraries
    .filter((library) => library !== loader)
    .map((library) => ({ path: `lib/${library}`, from: found(library, folders) }));
  const entries = [{ path: interpreter.slice(1), from: found(loader, folders) }, ...files];
  const folderOf = (path: string): string => path.slice(0, path.indexOf('/'));
  return [
    ...[...new Set(['etc', 'home', ...entries.map(({ path }) => folderOf(path))])]
      .sort()
      .map((path) => ({ path, mode: 0o755 })),
    { path: 'tmp', mode: 0o1777 },
    { path: 'etc/nsswitch.conf', mode: 0o644, body: Buffer.from('hosts: files dns\n') },
    {
      path: 'etc/passwd',
      mode: 0o644,
      body: Buffer.from(`nonroot:x:${user}:${user}::/home:/sbin/nologin\n`),
    },
    ...entries.map(({ path, from }) => ({ path, mode: 0o755, body: readFileSync(from) })),
  ];
}

function found(library: string, folders: readonly string[]): string {
  const path = folders.map((folder) => join(folder, library)).find(existsSync);
  if (path === undefined)
    throw new Error(
      `this machine has no ${library} in ${folders.join(', ')}: install libc6, or libc6-arm64-cross for another architecture`,
    );
  return realpathSync(path);
}

/** An image layout with one image, as an archive. Source: OCI Image Specification, "Image Layout". */
function layoutOf(oci: string, layers: readonly Buffer[]): Buffer {
  const blobs = new Map<string, Buffer>();
  const store = (mediaType: string, body: Buffer) => {
    const digest = digestOf(body);
    blobs.set(digest, body);
    return { mediaType, digest, size: body.length };
  };
  const json = (value: object) => Buffer.from(JSON.stringify(value));
  const labels = {
    'org.opencontainers.image.title': 'hawser',
    'org.opencontainers.image.version': version,
    'org.opencontainers.image.licenses': 'Apache-2.0 AND LGPL-2.1-or-later',
  };
  const config = store(
    mediaTypes.ociConfig,
    json({
      os: 'linux',
      architecture: oci,
      config: {
        Entrypoint: ['/hawser'],
        User: `${user}:${user}`,
        WorkingDir: '/home',
        Env: ['HOME=/home', 'PATH=/'],
        Labels: labels,
      },
      rootfs: { type: 'layers', diff_ids: layers.map((layer) => digestOf(layer)) },
    }),
  );
  const stored = layers.map((layer) => store(mediaTypes.ociLayerGzip, gzipSync(layer)));
  const manifest = store(
    mediaTypes.ociManifest,
    json({
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      config,
      layers: stored,
      annotations: labels,
    }),
  );
  const named = {
    ...manifest,
    platform: { os: 'linux', architecture: oci },
    annotations: { 'org.opencontainers.image.ref.name': `hawser:${version}` },
  };
  const index = { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: [named] };
  return tarOf([
    { path: 'oci-layout', mode: 0o644, body: json({ imageLayoutVersion: '1.0.0' }) },
    { path: 'index.json', mode: 0o644, body: json(index) },
    { path: 'blobs', mode: 0o755 },
    { path: 'blobs/sha256', mode: 0o755 },
    ...[...blobs].map(([digest, body]) => ({
      path: `blobs/${digest.replace(':', '/')}`,
      mode: 0o644,
      body,
    })),
  ]);
}
