import type { DeliveryOption } from '../contract';

export const option: DeliveryOption = { components: [], deliver: () => [] };
