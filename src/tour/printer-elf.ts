// A Linux executable of some hundred bytes that prints a text and then waits for a signal, assembled here byte
// by byte: the sample images must run wherever they are pulled, and contain no third-party program.

/** ELF's number for each architecture of the sample images (e_machine). */
const machines = { amd64: 62, arm64: 183 } as const;
export type PrinterArchitecture = keyof typeof machines;

const base = 0x400000;
const headers = 64 + 56;
/** SIGINT and SIGTERM, which the kernel does not deliver to PID 1 without a handler. */
const signals = Buffer.alloc(8);
signals.writeBigUInt64LE((1n << 1n) | (1n << 14n));

/** @returns an ELF executable without any library. */
export function printerElf(architecture: PrinterArchitecture, text: string): Buffer {
  const message = Buffer.from(text);
  const sizeOf = (code: (data: number) => Buffer) => code(0).length;
  const program = (data: number): Buffer =>
    architecture === 'amd64' ? amd64(data, message.length) : arm64(data, message.length);
  const size = sizeOf(program);
  const data = Math.ceil(size / 8) * 8;
  const code = Buffer.concat([program(data), Buffer.alloc(data - size), signals, message]);
  return Buffer.concat([header(machines[architecture], headers + code.length), code]);
}

/** The ELF header and one segment that holds the whole file (System V ABI, gABI 4). */
function header(machine: number, size: number): Buffer {
  const bytes = Buffer.alloc(headers);
  Buffer.from('7f454c46020101', 'hex').copy(bytes);
  bytes.writeUInt16LE(2, 16); // an executable
  bytes.writeUInt16LE(machine, 18);
  bytes.writeUInt32LE(1, 20);
  bytes.writeBigUInt64LE(BigInt(base + headers), 24); // entry point
  bytes.writeBigUInt64LE(64n, 32); // offset of the program headers
  bytes.writeUInt16LE(64, 52);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(1, 56);
  bytes.writeUInt32LE(1, 64); // a loadable segment
  bytes.writeUInt32LE(5, 68); // readable and executable
  bytes.writeBigUInt64LE(BigInt(base), 80);
  bytes.writeBigUInt64LE(BigInt(base), 88);
  bytes.writeBigUInt64LE(BigInt(size), 96);
  bytes.writeBigUInt64LE(BigInt(size), 104);
  bytes.writeBigUInt64LE(0x1000n, 112);
  return bytes;
}

/**
 * write(1, message), rt_sigprocmask(SIG_BLOCK, signals), rt_sigtimedwait(signals), exit(0).
 * @param data offset of the signals from the code's beginning; the message follows them.
 */
function amd64(data: number, length: number): Buffer {
  const code: number[] = [];
  const int32 = (value: number): number[] => [...Buffer.from(Int32Array.of(value).buffer)];
  const load = (opcode: number, value: number) => code.push(opcode, ...int32(value));
  /** lea, relative to the next instruction. */
  const address = (register: number, offset: number) =>
    code.push(0x48, 0x8d, register, ...int32(offset - (code.length + 7)));
  const syscall = (number: number) => {
    load(0xb8, number);
    code.push(0x0f, 0x05);
  };
  load(0xbf, 1);
  address(0x35, data + 8);
  load(0xba, length);
  syscall(1);
  load(0xbf, 0);
  address(0x35, data);
  code.push(0x31, 0xd2); // edx = 0
  code.push(0x41, 0xba, ...int32(8)); // r10d = 8
  syscall(14);
  address(0x3d, data);
  code.push(0x31, 0xf6, 0x31, 0xd2); // esi = edx = 0
  code.push(0x41, 0xba, ...int32(8));
  syscall(128);
  load(0xbf, 0);
  syscall(60);
  return Buffer.from(code);
}

/** The same for arm64. */
function arm64(data: number, length: number): Buffer {
  const words: number[] = [];
  const move = (register: number, value: number) =>
    words.push((0xd2800000 | (value << 5) | register) >>> 0);
  /** adr, relative to this instruction. */
  const address = (register: number, offset: number) => {
    const distance = offset - words.length * 4;
    words.push((0x10000000 | ((distance & 3) << 29) | ((distance >> 2) << 5) | register) >>> 0);
  };
  const syscall = (number: number) => {
    move(8, number);
    words.push(0xd4000001);
  };
  move(0, 1);
  address(1, data + 8);
  move(2, length);
  syscall(64);
  move(0, 0);
  address(1, data);
  move(2, 0);
  move(3, 8);
  syscall(135);
  address(0, data);
  move(1, 0);
  move(2, 0);
  move(3, 8);
  syscall(137);
  move(0, 0);
  syscall(93);
  const code = Buffer.alloc(words.length * 4);
  for (const [at, word] of words.entries()) code.writeUInt32LE(word, at * 4);
  return code;
}
