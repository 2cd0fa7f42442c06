/** A realm as JSON, as far as tests look at it. */
export interface OutputShape {
  readonly realm: string;
  readonly clients: readonly {
    readonly clientId: string;
    readonly publicClient: boolean;
    readonly secret?: string;
    readonly redirectUris: readonly string[];
    readonly fullScopeAllowed: boolean;
    readonly attributes?: Readonly<Record<string, string>>;
    readonly protocolMappers?: readonly { readonly protocolMapper: string; readonly config: Readonly<Record<string, string>> }[];
  }[];
  readonly roles: {
    readonly realm: readonly { readonly name: string; readonly composites?: object }[];
    readonly client: Readonly<Record<string, readonly { readonly name: string }[]>>;
  };
  readonly scopeMappings: readonly { readonly client: string; readonly roles: readonly string[] }[];
  readonly clientScopeMappings?: Readonly<Record<string, readonly { readonly client: string; readonly roles: readonly string[] }[]>>;
  readonly [key: string]: unknown;
}
