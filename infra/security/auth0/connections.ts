/** Where people come from. Clients of the platform are opened to these connections and to no others. */
import { keep, pinned } from '../../../lib/constructs/stateful';
import type { Client } from './resources';
import { Connection, ConnectionClient, ConnectionClients } from './resources';
import { ExistingConnection } from './resource';
import { address, type Clients, type TenantContext } from './stack';

export function connections(context: TenantContext, clients: Clients): void {
  for (const { kind, name } of context.settings.auth0.connections)
    if (kind === 'database') database(context, name, clients);
    else existing(context, name, clients);
}

const byId = (clients: Clients): readonly (readonly [string, Client])[] => [...clients].sort(([a], [b]) => (a < b ? -1 : 1));

/** Accounts are made by an administrator: nobody signs up. */
function database({ stack }: TenantContext, name: string, clients: Clients): void {
  const connection = pinned(
    new Connection(
      stack,
      `connection_${address(name)}`,
      {
        name,
        strategy: 'auth0',
        options: {
          disable_signup: true,
          brute_force_protection: true,
          password_policy: 'excellent',
          password_complexity_options: { min_length: 14 },
          password_history: { enable: true, size: 10 },
          password_no_personal_info: { enable: true },
        },
      },
      // With it goes every account.
      { lifecycle: keep },
    ),
    address(name),
  );
  pinned(
    new ConnectionClients(stack, `connection_clients_${address(name)}`, {
      connection_id: connection.id,
      enabled_clients: byId(clients).map(([, client]) => client.clientId),
    }),
    address(name),
  );
}

/** Made by somebody else, and perhaps used by others: only our own clients are added to it. */
function existing({ stack }: TenantContext, name: string, clients: Clients): void {
  const connection = new ExistingConnection(stack, address(name), name);
  for (const [id, client] of byId(clients))
    pinned(
      new ConnectionClient(stack, `connection_${address(name)}_${address(id)}`, { connection_id: connection.id, client_id: client.clientId }),
      address(name, id),
    );
}
