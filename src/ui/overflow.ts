import { useCallback, useState } from 'react';

/** Whether the box scrolls sideways: only then does it become a stop of the Tab key, with a name. */
export function useOverflow() {
  const [overflows, setOverflows] = useState(false);
  const watch = useCallback((box: HTMLDivElement) => {
    const observer = new ResizeObserver(() => setOverflows(box.scrollWidth > box.clientWidth + 1));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  return [watch, overflows] as const;
}
