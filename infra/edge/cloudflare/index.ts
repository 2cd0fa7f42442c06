import type { PlatformContext, StackSpec } from '../../context';

export const stacks = (_context: PlatformContext): readonly StackSpec[] => [];
