/** An action as the Service Authorization Reference lists it. */
export interface ActionRow {
  /** `service:Name`. */
  readonly name: string;
  readonly access: string;
  /** Resource types it works on; none means that only `*` in a Resource element covers it. */
  readonly resources: readonly string[];
  /** Condition keys of the action and of its resource types. */
  readonly keys: readonly string[];
}

export interface ResourceRow {
  readonly service: string;
  readonly name: string;
  readonly arn: string;
  readonly keys: readonly string[];
}
