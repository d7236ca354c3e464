import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  readonly sortable?: boolean;
  /** Figures are read from their right end. */
  readonly align?: 'start' | 'end';
}

export interface Sort {
  readonly column: string;
  readonly direction: 'asc' | 'desc';
}

export interface Selection<Row> {
  readonly selected: ReadonlySet<string>;
  readonly onChange: (selected: ReadonlySet<string>) => void;
  /** « Choisir Julie Martin, T2 ». */
  readonly labelOf: (row: Row) => string;
  /** What can be done to the chosen lines; shown with their number once there is one. */
  readonly acts: ReactNode;
}
