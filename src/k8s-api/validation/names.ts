const dnsSubdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const dnsLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const qualified = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** What is wrong with a name, with the text of apimachinery's util/validation; undefined if it is valid. */
export type Complaint = string | undefined;

export function subdomainComplaint(name: string): Complaint {
  if (name.length > 253) return 'must be no more than 253 bytes';
  return dnsSubdomain.test(name)
    ? undefined
    : "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
}

export function labelComplaint(name: string): Complaint {
  if (name.length > 63) return 'must be no more than 63 bytes';
  return dnsLabel.test(name)
    ? undefined
    : "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
}

/** The key of a label or an annotation: a name, with an optional DNS prefix and a slash. */
export function keyComplaint(key: string): Complaint {
  const parts = key.split('/');
  const name = parts.pop() ?? '';
  const prefix = parts[0];
  if (parts.length > 1) {
    return "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
  }
  if (prefix === '') return 'prefix part must be non-empty';
  if (prefix !== undefined && subdomainComplaint(prefix) !== undefined) {
    return `prefix part ${subdomainComplaint(prefix)}`;
  }
  if (name === '') return 'name part must be non-empty';
  if (name.length > 63) return 'name part must be no more than 63 bytes';
  return qualified.test(name)
    ? undefined
    : "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
}

export function labelValueComplaint(value: string): Complaint {
  if (value.length > 63) return 'must be no more than 63 bytes';
  return value === '' || qualified.test(value)
    ? undefined
    : "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
}

/** @returns a field error for a value that is not one of the supported ones; empty if it is. */
export function unsupported(path: string, value: string, known: readonly string[]): string[] {
  if (known.includes(value)) return [];
  const supported = known.map((one) => JSON.stringify(one)).join(', ');
  return [`${path}: Unsupported value: ${JSON.stringify(value)}: supported values: ${supported}`];
}

/** @returns a field error, such as `metadata.name: Invalid value: "A": must …`, or none. */
export function invalidValue(path: string, value: unknown, complaint: Complaint): string[] {
  if (complaint === undefined) return [];
  const shown = JSON.stringify(value) ?? 'null';
  const cut = shown.length > 300 ? `${shown.slice(0, 300)}...` : shown;
  return [`${path}: Invalid value: ${cut}: ${complaint}`];
}
