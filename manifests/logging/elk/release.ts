/** An image of the Elastic Stack, and the release in it, which the operator must be told. */
export const releaseOf = (image: string) => ({ image, version: image.slice(image.lastIndexOf(':') + 1) });
