/** The tables of the name contract: both layers compute the same lists from Platform alone. */
export * from './buckets';
export * from './identities';
export * from './namespaces';
export * from './secrets';
