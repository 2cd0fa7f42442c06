/** ClusterImageCatalog with the images of PostgreSQL. */
export const imageCatalog = 'postgresql';
