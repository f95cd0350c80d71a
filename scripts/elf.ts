// What an executable asks of the system that it is started on, read from its own tables
// (System V ABI, "Program Header", "Dynamic Section"; LSB Core, "Symbol Versioning").
import { readFileSync } from 'node:fs';

export interface ElfNeeds {
  readonly interpreter: string;
  /** Shared libraries that it names. */
  readonly libraries: readonly string[];
  /** Versions of their symbols, such as `GLIBC_2.17`. */
  readonly versions: readonly string[];
}

const types = { interpreter: 3, dynamic: 2, load: 1 };
const tags = { needed: 1, strings: 5, versions: 0x6ffffffe, versionCount: 0x6fffffff };

/** @param path a 64-bit little-endian ELF file. */
export function elfNeeds(path: string): ElfNeeds {
  const bytes = readFileSync(path);
  const number = (at: number) => Number(bytes.readBigUInt64LE(at));
  const text = (at: number) => bytes.toString('latin1', at, bytes.indexOf(0, at));
  const headers = Array.from({ length: bytes.readUInt16LE(56) }, (_, index) => {
    const at = number(32) + index * bytes.readUInt16LE(54);
    const [offset, address, size] = [number(at + 8), number(at + 16), number(at + 32)];
    return { type: bytes.readUInt32LE(at), offset, address, size };
  });
  const header = (type: number) =>
    headers.find((one) => one.type === type) ?? { offset: 0, size: 0, address: 0 };
  /** Where in the file something is that is addressed as in memory. */
  const placeOf = (address: number): number => {
    const segment = headers.find(
      (one) =>
        one.type === types.load && address >= one.address && address < one.address + one.size,
    );
    return address - (segment?.address ?? 0) + (segment?.offset ?? 0);
  };
  const dynamic = header(types.dynamic);
  const entries = Array.from({ length: dynamic.size / 16 }, (_, index) => ({
    tag: number(dynamic.offset + index * 16),
    value: number(dynamic.offset + index * 16 + 8),
  }));
  const entry = (tag: number) => entries.find((one) => one.tag === tag)?.value ?? 0;
  const strings = placeOf(entry(tags.strings));
  const versions: string[] = [];
  let library = placeOf(entry(tags.versions));
  for (let left = entry(tags.versionCount); left > 0; left--) {
    let version = library + bytes.readUInt32LE(library + 8);
    for (let count = bytes.readUInt16LE(library + 2); count > 0; count--) {
      versions.push(text(strings + bytes.readUInt32LE(version + 8)));
      version += bytes.readUInt32LE(version + 12);
    }
    library += bytes.readUInt32LE(library + 12);
  }
  return {
    interpreter: text(header(types.interpreter).offset),
    libraries: entries
      .filter(({ tag }) => tag === tags.needed)
      .map(({ value }) => text(strings + value)),
    versions: [...new Set(versions)],
  };
}
