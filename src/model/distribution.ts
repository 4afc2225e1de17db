/** Where the release comes from (docs/reference/inventory.md). */
export type DistributionSpec =
  | { readonly from: 'default' }
  | { readonly from: 'maven' }
  | {
      readonly from: 'archive';
      /** absolute path on the deploying machine, or a URL */
      readonly archive: string;
      readonly sha512?: string;
      /** each host downloads the URL itself, and `sha512` is given; absent: it is sent */
      readonly via?: 'pull';
    };
