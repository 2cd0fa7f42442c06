import { describeCombinations } from './combinations';

describe('combinations, part 4 of 4', () => describeCombinations(3, 4));
