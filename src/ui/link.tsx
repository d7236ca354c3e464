import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & { readonly ref?: Ref<HTMLAnchorElement> };

function Anchor({ children, ...rest }: AnchorProps) {
  return <a {...rest}>{children}</a>;
}

/** A link inside the portal, typed by the route tree; `to`, `search` and `params` come from the router. */
export const Link = createLink(Anchor);

function AnchorAsButton({ children, className, ...rest }: AnchorProps) {
  return (
    <a {...rest} className={className ? `button ${className}` : 'button'}>
      {children}
    </a>
  );
}

/** A link that looks like a button, for the one main action of a page when it leads somewhere. */
export const ButtonLink = createLink(AnchorAsButton);
