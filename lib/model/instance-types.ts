/** What the name of an EC2 instance type says. */

/** Whether a type or a family has ARM processors (Graviton): a `g` behind the generation, as in m7g or c8gd.large, and the first ones, a1. */
export const isGraviton = (typeOrFamily: string): boolean => /^(a1|[a-z]+\d+[a-z]*g[a-z]*)(\.|$)/.test(typeOrFamily);
