import type { Intents } from '../../../lib/components';

export type Endpoint = Readonly<Intents['endpoints']>;

/** Whether the gateway lets everybody through to the endpoint: it is public, or it logs people in by itself. */
export const isOpen = ({ access, login }: Endpoint): boolean => access.kind === 'public' || (access.kind === 'login' && login === 'self');
