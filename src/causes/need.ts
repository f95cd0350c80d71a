/** A fact that is missing, and what would have to be allowed to see it. */
export interface Need {
  /** The fact in words, such as `policy of repository platform/base`. */
  readonly fact: string;
  /** Such as `ecr:GetRepositoryPolicy on arn:…`, or the source that was not given. */
  readonly permission: string;
}

/** The same needs, each once. */
export function distinctNeeds(needs: readonly Need[]): Need[] {
  return [...new Map(needs.map((need) => [`${need.fact} ${need.permission}`, need])).values()];
}
