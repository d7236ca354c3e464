import { useEffect, useState } from 'react';

/**
 * The token of a link received by mail, in the fragment of the address: browsers send it to no server, and it is taken
 * out of the address at once, so that neither history nor a screenshot keeps it. Null: none was there; undefined: not
 * read yet.
 */
export function useJetonDuLien(): string | null | undefined {
  const [jeton, setJeton] = useState<string | null | undefined>(undefined);
  useEffect(() => {
    const prendre = () => {
      const lu = new URLSearchParams(window.location.hash.slice(1)).get('jeton');
      setJeton((avant) => lu ?? avant ?? null);
      if (window.location.hash !== '') {
        window.history.replaceState(window.history.state, '', window.location.pathname);
      }
    };
    prendre();
    // Another link opened in the same tab changes the fragment only.
    window.addEventListener('hashchange', prendre);
    return () => window.removeEventListener('hashchange', prendre);
  }, []);
  return jeton;
}
