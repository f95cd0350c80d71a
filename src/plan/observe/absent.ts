/** For a call whose error of that name means that there is no such thing: it then answers `otherwise`. */
export function absentOn<Value>(name: string, otherwise: Value): (error: unknown) => Value {
  return (error) => {
    if (error instanceof Error && error.name === name) return otherwise;
    throw error;
  };
}
