export * from './capability';
export * from './component';
export * from './intent-board';
export * from './intents';
export * from './memo';
export * from './plan';
export * from './recording';
export * from './synthesis';
