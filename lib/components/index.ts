export * from './capability';
export * from './component';
export * from './intents';
export * from './plan';
export * from './recording';
export * from './synthesis';
