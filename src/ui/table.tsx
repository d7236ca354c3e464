// biome-ignore-all lint/a11y/noRedundantRoles: under 600 px lines are displayed as cards, and browsers then drop the roles of a table
import { type ReactNode, useId, useState } from 'react';
import { useOverflow } from './overflow.ts';
import { Skeleton } from './skeleton.tsx';
import type { Column, Selection, Sort } from './table-column.ts';
import { HeaderCell, SelectPage, SortSelect } from './table-head.tsx';
import { moveBetweenRows, openRow } from './table-keys.ts';
import { toggled, withRange } from './table-selection.ts';

export interface TableProps<Row> {
  readonly caption: string;
  /** Read but not shown, where a title just above says the same. */
  readonly captionHidden?: boolean;
  /** Under the caption: what is shown, how many. */
  readonly note?: ReactNode;
  /** The first column names the line; its link opens it. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly sort?: Sort | null;
  readonly onSort?: (sort: Sort) => void;
  readonly selection?: Selection<Row>;
  /** A click anywhere on a line opens it. */
  readonly opens?: boolean;
  readonly loading?: boolean;
  /** Shown in place of the table when there is no line. */
  readonly empty: ReactNode;
}

/**
 * A list of things of one kind. Sorting is asked from the server, so that it holds for all pages. Under 600 px of
 * its own width each line becomes a card; the roles are written out because browsers drop those of a table that
 * is displayed otherwise.
 */
export function Table<Row>(props: TableProps<Row>) {
  const {
    caption,
    captionHidden = false,
    note,
    columns,
    rows,
    keyOf,
    sort,
    onSort,
    selection,
    opens = false,
  } = props;
  const captionId = useId();
  const [scroll, overflows] = useOverflow();
  const keys = rows.map(keyOf);
  const [anchor, setAnchor] = useState<string | null>(null);

  if (props.loading) return <Skeleton lines={6} label={`Chargement : ${caption}`} />;
  if (rows.length === 0) return props.empty;

  const choose = (key: string, range: boolean) => {
    if (!selection) return;
    setAnchor(key);
    const { selected } = selection;
    selection.onChange(range && anchor ? withRange(selected, keys, anchor, key) : toggled(selected, key));
  };

  return (
    <div className="table-frame">
      <div className={captionHidden && !note ? 'visually-hidden' : undefined}>
        <p className={captionHidden ? 'visually-hidden' : 'table-caption'} id={captionId}>
          {caption}
        </p>
        {note && <p className="table-caption__note">{note}</p>}
      </div>
      {onSort && <SortSelect columns={columns} sort={sort ?? null} onSort={onSort} />}
      {selection && selection.selected.size > 0 && (
        <div className="table-bulk">
          <p role="status">
            {selection.selected.size < 2 ? '1 ligne choisie' : `${selection.selected.size} lignes choisies`}
          </p>
          {selection.acts}
        </div>
      )}
      <div
        ref={scroll}
        className="table-scroll"
        {...(overflows ? { role: 'region', tabIndex: 0, 'aria-labelledby': captionId } : {})}
      >
        <table className="table" role="table" aria-labelledby={captionId}>
          <thead role="rowgroup">
            <tr role="row">
              {selection && (
                <th className="table__select" role="columnheader" scope="col">
                  <SelectPage selection={selection} keys={keys} />
                </th>
              )}
              {columns.map((column) => (
                <HeaderCell key={column.id} column={column} sort={sort ?? null} onSort={onSort} />
              ))}
            </tr>
          </thead>
          <tbody
            role="rowgroup"
            onKeyDown={(event) => {
              const reached = moveBetweenRows(event);
              if (reached && selection)
                selection.onChange(withRange(selection.selected, keys, reached, reached));
            }}
          >
            {rows.map((row) => (
              <BodyRow
                key={keyOf(row)}
                row={row}
                rowKey={keyOf(row)}
                columns={columns}
                selection={selection}
                opens={opens}
                onChoose={choose}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

interface BodyRowProps<Row> {
  readonly row: Row;
  readonly rowKey: string;
  readonly columns: readonly Column<Row>[];
  readonly selection: Selection<Row> | undefined;
  readonly opens: boolean;
  readonly onChoose: (key: string, range: boolean) => void;
}

function BodyRow<Row>({ row, rowKey, columns, selection, opens, onChoose }: BodyRowProps<Row>) {
  const selected = selection?.selected.has(rowKey) ?? false;
  return (
    // The click is for the mouse: the keyboard has the link of the first cell.
    <tr
      role="row"
      data-key={rowKey}
      data-selected={selected}
      data-opens={opens}
      onClick={opens ? openRow : undefined}
    >
      {selection && (
        <td className="table__select" role="cell">
          <label>
            <span className="visually-hidden">{selection.labelOf(row)}</span>
            <input
              type="checkbox"
              checked={selected}
              // The click tells whether Shift was held, which the change does not.
              onClick={(event) => onChoose(rowKey, event.shiftKey)}
              onChange={ignore}
            />
          </label>
        </td>
      )}
      {columns.map((column, index) => {
        const Cell = index === 0 ? 'th' : 'td';
        return (
          <Cell
            key={column.id}
            role={index === 0 ? 'rowheader' : 'cell'}
            data-align={column.align}
            {...(index === 0 ? { scope: 'row' } : {})}
          >
            <span className="table__cell-label" aria-hidden="true">
              {column.header}
            </span>
            <span>{column.cell(row)}</span>
          </Cell>
        );
      })}
    </tr>
  );
}

const ignore = (): void => {};
