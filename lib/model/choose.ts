/** A case for each option of an aspect. One that is in the model and not here does not compile. */
export type Cases<O extends { readonly use: string }, T> = { readonly [U in O['use']]: (settings: Extract<O, { readonly use: U }>) => T };

/** What the chosen option of an aspect answers; each case gets the settings of its own option. */
export function choose<O extends { readonly use: string }, T>(chosen: O, cases: Cases<O, T>): T {
  const answer = cases[chosen.use as O['use']] as unknown as (settings: O) => T; // the case of `use` takes the settings with that `use`
  return answer(chosen);
}

/**
 * Settings of an option that is known to be the chosen one, for what only that option installs.
 * @throws RangeError where another one is chosen: a mistake of the toolkit
 */
export function settingsOf<O extends { readonly use: string }, U extends O['use']>(chosen: O, use: U): Extract<O, { readonly use: U }> {
  if (chosen.use !== use) throw new RangeError(`'${use}' is not the chosen option, '${chosen.use}' is`);
  return chosen as Extract<O, { readonly use: U }>; // `use` tells the options apart
}
