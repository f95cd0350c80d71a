import { type Field, messages, type Shape } from './protobuf-messages.ts';
import { ApiError } from './status.ts';

/** Bytes before every object in Kubernetes' protobuf encoding. */
const magic = Buffer.from('k8s\0');

/**
 * Decodes an object that a typed client sends as `application/vnd.kubernetes.protobuf`: kubectl's
 * imperative commands (`create namespace`, `create token`) speak nothing else. Fields that the messages
 * here do not name are skipped.
 * @throws ApiError BadRequest, or UnsupportedMediaType for a kind whose message is not known here.
 */
export function decodeProtobuf(content: Buffer): Record<string, unknown> {
  if (!content.subarray(0, 4).equals(magic)) throw malformed();
  const envelope = decode(content.subarray(4), messages.Unknown);
  const { apiVersion, kind } = (envelope.typeMeta ?? {}) as { apiVersion?: string; kind?: string };
  const raw = envelope.raw;
  const shape = messages[kind ?? ''];
  if (shape === undefined || !Buffer.isBuffer(raw)) {
    throw new ApiError('UnsupportedMediaType', `${kind} is understood as application/json only`);
  }
  return { apiVersion, kind, ...decode(raw, shape) };
}

function decode(content: Buffer, shape: Shape | undefined): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const reader = new Reader(content);
  while (!reader.ended) {
    const tag = Number(reader.varint());
    const field = shape?.[tag >>> 3];
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
        const piece = reader.take(Number(reader.varint()));
        if (field !== undefined) put(result, field, piece);
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

/** Puts a length-delimited field where it belongs: text, bytes, message, list or map. */
function put(result: Record<string, unknown>, { name, type, list }: Field, piece: Buffer): void {
  if (type === 'map' || type === 'bytesMap') {
    const { key = '', value } = decode(
      piece,
      type === 'map' ? messages.Entry : messages.BytesEntry,
    );
    const text = Buffer.isBuffer(value) ? value.toString('base64') : (value ?? '');
    result[name] = { ...(result[name] as object | undefined), [String(key)]: text };
    return;
  }
  const value = valueIn(type, piece);
  // Go's encoder writes empty texts too; in JSON they are left out.
  if (value === undefined || (value === '' && !list)) return;
  result[name] = list ? [...((result[name] as unknown[] | undefined) ?? []), value] : value;
}

function valueIn(type: Field['type'], piece: Buffer): unknown {
  if (type === 'text') return piece.toString();
  if (type === 'bytes') return piece;
  if (typeof type === 'string') return undefined;
  const value = decode(piece, type);
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
