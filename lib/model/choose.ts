/** A case for each option of an aspect. One that is in the model and not here does not compile. */
export type Cases<O extends { readonly use: string }, T> = { readonly [U in O['use']]: (settings: Extract<O, { readonly use: U }>) => T };

/** What the chosen option of an aspect answers; each case gets the settings of its own option. */
export function choose<O extends { readonly use: string }, T>(chosen: O, cases: Cases<O, T>): T {
  const answer = cases[chosen.use as O['use']] as unknown as (settings: O) => T; // the case of `use` takes the settings with that `use`
  return answer(chosen);
}
