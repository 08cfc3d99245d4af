// The ideas of the tree drafter that the ablation benchmark leaves out, one at a time.
export const IDEAS = ['drafts', 'own output', 'rewrites', 'gap pieces', 'other places', 'case', 'word breaks', 'rejoining', 'tables', 'calibration', 'memory'] as const
export type Idea = (typeof IDEAS)[number]
