// biome-ignore-all lint/a11y/noRedundantRoles: under 600 px lines are displayed as cards, and browsers then drop the roles of a table
import { useEffect, useId, useRef } from 'react';
import { Icon } from './icons.tsx';
import type { Column, Selection, Sort } from './table-column.ts';
import { toggledPage } from './table-selection.ts';

interface HeaderCellProps<Row> {
  readonly column: Column<Row>;
  readonly sort: Sort | null;
  readonly onSort: ((sort: Sort) => void) | undefined;
}

/** Head of a column: pressed to sort, ascending first. */
export function HeaderCell<Row>({ column, sort, onSort }: HeaderCellProps<Row>) {
  const direction = sort?.column === column.id ? sort.direction : null;
  const ariaSort = direction === null ? 'none' : direction === 'asc' ? 'ascending' : 'descending';
  const sortable = column.sortable && onSort;
  return (
    <th role="columnheader" scope="col" data-align={column.align} aria-sort={sortable ? ariaSort : undefined}>
      {sortable ? (
        <button
          type="button"
          className="sort-button"
          onClick={() => onSort({ column: column.id, direction: direction === 'asc' ? 'desc' : 'asc' })}
        >
          {column.header}
          <Icon name={direction === null ? 'sortable' : ARROWS[direction]} size={16} />
        </button>
      ) : (
        column.header
      )}
    </th>
  );
}

const ARROWS = { asc: 'ascending', desc: 'descending' } as const;

/** Cards have no column heads to press: the same sorts as a list, in that form only. */
export function SortSelect<Row>({
  columns,
  sort,
  onSort,
}: {
  readonly columns: readonly Column<Row>[];
  readonly sort: Sort | null;
  readonly onSort: (sort: Sort) => void;
}) {
  const id = useId();
  const choices = columns.filter(({ sortable }) => sortable);
  return (
    <div className="table-sort-select">
      <label className="field__label" htmlFor={id}>
        Trier par
      </label>
      <div className="select">
        <select
          id={id}
          className="input"
          value={sort ? `${sort.column} ${sort.direction}` : ''}
          onChange={(event) => {
            const [column, direction] = event.currentTarget.value.split(' ');
            if (column) onSort({ column, direction: direction === 'desc' ? 'desc' : 'asc' });
          }}
        >
          {sort === null && <option value="">Ordre habituel</option>}
          {choices.flatMap(({ id: column, header }) => [
            <option key={`${column} asc`} value={`${column} asc`}>
              {header}, croissant
            </option>,
            <option key={`${column} desc`} value={`${column} desc`}>
              {header}, décroissant
            </option>,
          ])}
        </select>
        <Icon name="down" />
      </div>
    </div>
  );
}

/** Chooses the lines of the page, all at once; half-ticked when only some are chosen. */
export function SelectPage<Row>({
  selection,
  keys,
}: {
  readonly selection: Selection<Row>;
  readonly keys: readonly string[];
}) {
  const box = useRef<HTMLInputElement>(null);
  const count = keys.filter((key) => selection.selected.has(key)).length;
  useEffect(() => {
    if (box.current) box.current.indeterminate = count > 0 && count < keys.length;
  }, [count, keys.length]);
  return (
    <label>
      <span className="visually-hidden">Choisir toutes les lignes de cette page</span>
      <input
        ref={box}
        type="checkbox"
        checked={count > 0 && count === keys.length}
        onChange={() => selection.onChange(toggledPage(selection.selected, keys))}
      />
    </label>
  );
}
