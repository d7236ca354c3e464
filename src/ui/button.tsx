import type { ButtonHTMLAttributes, MouseEvent, Ref } from 'react';
import { Icon, type IconName } from './icons.tsx';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> {
  /** `primary`: the one main action. `stop`: an act that ends something. `plain`: of little weight. */
  readonly variant?: 'primary' | 'default' | 'stop' | 'plain';
  readonly size?: 'normal' | 'small';
  readonly icon?: IconName;
  /** The act is under way: the button stays focusable and does nothing more. */
  readonly busy?: boolean;
  /** Why the button does nothing now. It stays focusable, so that the reason can be read. */
  readonly disabled?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button never loses the focus it has: `aria-disabled` rather than `disabled`. */
export function Button({
  variant = 'default',
  size = 'normal',
  icon,
  busy = false,
  disabled = false,
  type = 'button',
  className,
  onClick,
  children,
  ...rest
}: ButtonProps) {
  const inert = busy || disabled;
  const handleClick = (event: MouseEvent<HTMLButtonElement>) => {
    if (inert) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      {...rest}
      type={type}
      className={className ? `button ${className}` : 'button'}
      data-variant={variant}
      data-size={size}
      aria-disabled={inert || undefined}
      aria-busy={busy || undefined}
      onClick={handleClick}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
