import {
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { Button } from './button.tsx';
import type { IconName } from './icons.tsx';

interface PopoverProps {
  readonly label: ReactNode;
  readonly icon?: IconName;
  readonly children: ReactNode;
}

/**
 * A small panel hung under its button: Escape, a click elsewhere or leaving it with the keyboard closes it.
 * It is a disclosure, not a menu: what it holds keeps its own roles and the Tab key.
 */
export function Popover({ label, icon, children }: PopoverProps) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useId();

  useEffect(() => {
    if (!open) return;
    const closeOutside = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', closeOutside);
    return () => document.removeEventListener('pointerdown', closeOutside);
  }, [open]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    setOpen(false);
    button.current?.focus();
  };
  // A click on plain text inside moves the focus nowhere: only a true departure closes.
  const onBlur = (event: FocusEvent) => {
    if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget))
      setOpen(false);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens to what its content lets through
    <div ref={box} className="popover" onKeyDown={onKeyDown} onBlur={onBlur}>
      <Button
        ref={button}
        variant="plain"
        aria-expanded={open}
        aria-controls={open ? panel : undefined}
        {...(icon ? { icon } : {})}
        onClick={() => setOpen(!open)}
      >
        {label}
      </Button>
      {open && (
        <div id={panel} className="popover__panel">
          {children}
        </div>
      )}
    </div>
  );
}
