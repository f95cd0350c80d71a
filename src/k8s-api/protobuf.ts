import { type Field, messages, type Shape } from './protobuf-messages.ts';
import { ApiError } from './status.ts';

/** Bytes before every object in Kubernetes' protobuf encoding. */
const magic = Buffer.from('k8s\0');

/**
 * Decodes an object that a typed client sends as `application/vnd.kubernetes.protobuf`: kubectl's
 * imperative commands (`create namespace`, `create token`) speak nothing else. Fields that the messages
 * here do not name are skipped.
 * @throws ApiError BadRequest, RequestEntityTooLarge for one of very many fields, or UnsupportedMediaType for a kind
 *   whose message is not known here.
 */
export function decodeProtobuf(content: Buffer): Record<string, unknown> {
  if (!content.subarray(0, 4).equals(magic)) throw malformed();
  const room = { fields: mostFields };
  const envelope = decode(content.subarray(4), messages.Unknown, room);
  const { apiVersion, kind } = (envelope.typeMeta ?? {}) as { apiVersion?: string; kind?: string };
  const raw = envelope.raw;
  const shape = messages[kind ?? ''];
  if (shape === undefined || !Buffer.isBuffer(raw)) {
    throw new ApiError('UnsupportedMediaType', `${kind} is understood as application/json only`);
  }
  return { apiVersion, kind, ...decode(raw, shape, room) };
}

/** Enough for an object of 10,000 values, each of which can be a map entry with a key and a value. */
const mostFields = 30_000;

interface Room {
  fields: number;
}

function decode(content: Buffer, shape: Shape | undefined, room: Room): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const reader = new Reader(content);
  while (!reader.ended) {
    if (--room.fields < 0) throw tooMany();
    const tag = reader.number();
    const field = shape?.[Math.floor(tag / 8)];
    switch (tag & 7) {
      case 0: {
        const value = reader.varint();
        if (field !== undefined) result[field.name] = Number(BigInt.asIntN(64, value));
        break;
      }
      case 1:
        reader.take(8);
        break;
      case 2: {
        const piece = reader.take(reader.number());
        if (field !== undefined) put(result, field, piece, room);
        break;
      }
      case 5:
        reader.take(4);
        break;
      default:
        throw malformed();
    }
  }
  return result;
}

/** Stores a length-delimited field by its type: string, bytes, message, list or map. */
function put(
  result: Record<string, unknown>,
  { name, type, list }: Field,
  piece: Buffer,
  room: Room,
): void {
  if (type === 'map' || type === 'bytesMap') {
    const shape = type === 'map' ? messages.Entry : messages.BytesEntry;
    const { key = '', value } = decode(piece, shape, room);
    const text = Buffer.isBuffer(value) ? value.toString('base64') : (value ?? '');
    result[name] ??= {};
    // A key may be `__proto__`.
    const entry = { value: text, enumerable: true, configurable: true, writable: true };
    Object.defineProperty(result[name], String(key), entry);
    return;
  }
  const value = valueIn(type, piece, room);
  // Go's encoder also writes empty strings; JSON omits them.
  if (value === undefined || (value === '' && !list)) return;
  if (!list) {
    result[name] = value;
    return;
  }
  // A list item counts as much as a map entry.
  room.fields -= 2;
  if (Array.isArray(result[name])) result[name].push(value);
  else result[name] = [value];
}

function valueIn(type: Field['type'], piece: Buffer, room: Room): unknown {
  if (type === 'text') return piece.toString();
  if (type === 'bytes') return piece;
  if (typeof type === 'string') return undefined;
  const value = decode(piece, type, room);
  if (type !== messages.IntOrString) return value;
  return value.type === 1 ? value.strVal : (value.intVal ?? 0);
}

class Reader {
  readonly #content: Buffer;
  #at = 0;

  constructor(content: Buffer) {
    this.#content = content;
  }

  get ended(): boolean {
    return this.#at >= this.#content.byteLength;
  }

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const [byte = 0] = this.take(1);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw malformed();
  }

  /** A varint that fits into a JavaScript number: a tag or a length. */
  number(): number {
    let value = 0;
    for (let scale = 1; scale < 2 ** 49; scale *= 128) {
      const byte = this.#content[this.#at++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw malformed();
  }

  take(length: number): Buffer {
    const end = this.#at + length;
    if (!(length >= 0 && end <= this.#content.byteLength)) throw malformed();
    const piece = this.#content.subarray(this.#at, end);
    this.#at = end;
    return piece;
  }
}

function malformed(): ApiError {
  return new ApiError(
    'BadRequest',
    'the object provided is unrecognized: it is no Kubernetes protobuf',
  );
}

function tooMany(): ApiError {
  return new ApiError(
    'RequestEntityTooLarge',
    `the body can't be taken: it has more than ${mostFields} fields`,
  );
}
