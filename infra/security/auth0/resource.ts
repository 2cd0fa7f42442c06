/**
 * Resources of `auth0/auth0` 1.55, which has no package of classes: ours say which arguments we use, under the names of
 * the provider's documentation. What they write is checked against its schema by infra/check.
 */
import type { Construct } from 'constructs';
import {
  TerraformDataSource,
  TerraformProvider,
  TerraformResource,
  type ITerraformDependable,
  type TerraformResourceLifecycle,
} from '../../../lib/constructs/terraform';

const generator = { providerName: 'auth0' };

interface Meta {
  readonly dependsOn?: ITerraformDependable[];
  readonly lifecycle?: TerraformResourceLifecycle;
}

class Auth0Resource extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    type: string,
    private readonly given: object,
    meta: Meta,
  ) {
    super(scope, id, { terraformResourceType: type, terraformGeneratorMetadata: generator, ...meta });
  }

  get id(): string {
    return this.getStringAttribute('id');
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.given };
  }
}

/** A class for one type of resource. */
export const resource = <Arguments extends object>(type: string) =>
  class extends Auth0Resource {
    constructor(scope: Construct, id: string, given: Arguments, meta: Meta = {}) {
      super(scope, id, type, given, meta);
    }
  };

/** A connection that somebody else made. */
export class ExistingConnection extends TerraformDataSource {
  constructor(
    scope: Construct,
    id: string,
    private readonly name: string,
  ) {
    super(scope, id, { terraformResourceType: 'auth0_connection', terraformGeneratorMetadata: generator });
  }

  get id(): string {
    return this.getStringAttribute('id');
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { name: this.name, skip_enabled_clients: true };
  }
}

/** Credentials come from AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET. */
export class Auth0Provider extends TerraformProvider {
  constructor(
    scope: Construct,
    private readonly domain: string,
  ) {
    super(scope, 'auth0', { terraformResourceType: 'auth0', terraformProviderSource: 'auth0/auth0', terraformGeneratorMetadata: generator });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { domain: this.domain };
  }
}
