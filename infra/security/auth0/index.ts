/** Stack `security`: the tenant at Auth0. One for each platform. docs/adr/0022-auth0-tenant.md */
import { PlatformStack, TerraformOutput } from '../../../lib/constructs/terraform';
import { auth0Settings, terminalClientId } from '../../../lib/names';
import type { PlatformContext, StackSpec } from '../../context';
import { platformTags, stackOutputs, stateBackend } from '../../state';
import { postLogin } from './action';
import { audiences } from './audiences';
import { clients } from './clients';
import { connections } from './connections';
import { readme } from './readme';
import { Auth0Provider } from './resource';
import { tenant } from './tenant';

export const stacks = ({ platform }: PlatformContext): readonly StackSpec[] => [
  {
    id: 'security',
    build(scope, id) {
      const settings = auth0Settings(platform);
      const stack = new PlatformStack(scope, id, {
        providers: ['auth0'],
        backend: stateBackend(platform, platform.cloud.clusters[0].provider),
        tags: platformTags(platform),
        summary: `Auth0 tenant ${settings.auth0.tenant}: clients, audiences, permissions, roles, connections. When it is wrong, nobody logs in.`,
        readme: readme(platform),
      });
      // Its management API is at the tenant's own name, whatever the custom domain.
      new Auth0Provider(stack, settings.auth0.tenant);
      const context = { stack, platform, settings };
      const made = clients(context);
      audiences(context, made);
      postLogin(context);
      connections(context, made);
      tenant(context);
      new TerraformOutput(stack, stackOutputs.platform, { value: platform.name, description: 'Name of the platform' });
      const named = [...made].filter(([client]) => client !== terminalClientId(platform));
      new TerraformOutput(stack, stackOutputs.clientIds, {
        value: Object.fromEntries(named.map(([client, { clientId }]) => [client, clientId])),
        description: 'Client ids, for npm run lock',
      });
      const terminal = made.get(terminalClientId(platform));
      if (terminal) new TerraformOutput(stack, 'terminal_client_id', { value: terminal.clientId, description: 'Client for people at a terminal' });
      return stack;
    },
  },
];
