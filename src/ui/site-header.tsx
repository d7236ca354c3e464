import type { ReactNode } from 'react';
import { Link } from './link.tsx';
import { Logo } from './logo.tsx';

/** Jumps over the header; first thing that Tab reaches. */
export function SkipLink() {
  return (
    // biome-ignore lint/a11y/useValidAnchor: it leads to a place of the page, and works without the program
    <a
      className="skip-link"
      href="#contenu"
      onClick={(event) => {
        // Done by hand: as an address it would be a navigation for the router, which moves the focus elsewhere.
        event.preventDefault();
        document.getElementById('contenu')?.focus();
      }}
    >
      Aller au contenu
    </a>
  );
}

/** The band on top of every page. */
export function SiteHeader({ children, end }: { readonly children?: ReactNode; readonly end?: ReactNode }) {
  return (
    <header className="site-header">
      <Link to="/" className="wordmark">
        <Logo />
        Passerelle
        <span className="visually-hidden"> : accueil</span>
      </Link>
      {children}
      <div className="site-header__end">{end}</div>
    </header>
  );
}
