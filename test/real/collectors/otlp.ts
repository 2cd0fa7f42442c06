/** Reads the logs of an OTLP request in protobuf: the fields that the checks look at. */

export interface Line {
  readonly body: string;
  /** Nanoseconds since 1970. */
  readonly time: bigint;
  readonly severity: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly resource: Readonly<Record<string, string>>;
}

interface Field {
  readonly number: number;
  /** Bytes of a string or message, else the number. */
  readonly bytes: Buffer;
  readonly value: bigint;
}

/** @throws Error for what is not protobuf */
function fields(message: Buffer): readonly Field[] {
  const found: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    for (let value = 0n, shift = 0n; ; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined) throw new Error('protobuf ends inside a number');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number): Buffer => {
    if (at + length > message.length) throw new Error('protobuf ends inside a field');
    return message.subarray(at, (at += length));
  };
  const read: Readonly<Record<number, () => Omit<Field, 'number'>>> = {
    0: () => ({ bytes: Buffer.alloc(0), value: varint() }),
    1: () => ({ bytes: Buffer.alloc(0), value: take(8).readBigUInt64LE() }),
    2: () => ({ bytes: take(Number(varint())), value: 0n }),
    5: () => ({ bytes: Buffer.alloc(0), value: BigInt(take(4).readUInt32LE()) }),
  };
  while (at < message.length) {
    const tag = Number(varint());
    const field = read[tag & 7];
    if (field === undefined) throw new Error(`protobuf has no wire type ${tag & 7}`);
    found.push({ number: tag >> 3, ...field() });
  }
  return found;
}

const all = (message: Buffer, number: number): readonly Buffer[] => fields(message).flatMap((field) => (field.number === number ? [field.bytes] : []));
const text = (message: Buffer, number: number): string => all(message, number).at(-1)?.toString() ?? '';

/** AnyValue: strings as they are, maps as JSON, numbers and truth values in decimal; lists do not occur in our logs. */
function anyValue(message: Buffer): string {
  const [field] = fields(message);
  if (field?.number === 6) return JSON.stringify(attributes(all(field.bytes, 1)));
  return field === undefined ? '' : field.number === 1 ? field.bytes.toString() : String(field.value);
}

const attributes = (pairs: readonly Buffer[]): Readonly<Record<string, string>> =>
  Object.fromEntries(pairs.map((pair) => [text(pair, 1), anyValue(all(pair, 2)[0] ?? Buffer.alloc(0))]));

/** ExportLogsServiceRequest -> its records, each with the attributes of its resource. */
export const lines = (request: Buffer): readonly Line[] =>
  all(request, 1).flatMap((resourceLogs) => {
    const resource = attributes(all(resourceLogs, 1).flatMap((each) => all(each, 1)));
    return all(resourceLogs, 2).flatMap((scope) =>
      all(scope, 2).map((record) => ({
        body: anyValue(all(record, 5)[0] ?? Buffer.alloc(0)),
        time: fields(record).find(({ number }) => number === 1)?.value ?? 0n,
        severity: text(record, 3),
        attributes: attributes(all(record, 6)),
        resource,
      })),
    );
  });
