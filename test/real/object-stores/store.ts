/** A cloud's object store on loopback, as pods of one cluster see it. */
export interface ObjectStore {
  /** Environment that the cloud gives the pods of a service account. @throws Error if dist/ gives it no identity */
  env(serviceAccount: string): Readonly<Record<string, string>>;
  /** Names of all objects. */
  keys(): Promise<readonly string[]>;
  read(key: string): Promise<string>;
  write(key: string, text: string): Promise<void>;
  /** What was wrong with requests: who asked, and for what. */
  readonly problems: ReadonlySet<string>;
  /** Service accounts that have got a token. */
  readonly users: ReadonlySet<string>;
  stop(): Promise<void>;
}
