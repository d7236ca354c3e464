import { ChipGroup } from './chips.tsx';
import { changePreferences, type Preferences, usePreferences } from './preferences.ts';

const THEMES: readonly { value: Preferences['theme']; label: string }[] = [
  { value: 'systeme', label: 'Comme le poste' },
  { value: 'clair', label: 'Clair' },
  { value: 'sombre', label: 'Sombre' },
];

const DENSITIES: readonly { value: Preferences['densite']; label: string }[] = [
  { value: 'confortable', label: 'Confortable' },
  { value: 'compacte', label: 'Compacte' },
];

const SHORTCUTS: readonly { value: 'oui' | 'non'; label: string }[] = [
  { value: 'oui', label: 'Active' },
  { value: 'non', label: 'Sans effet' },
];

/** Theme, density and the « / » key, remembered on this workstation. The key is offered only where it works. */
export function DisplaySettings({ shortcut = false }: { readonly shortcut?: boolean }) {
  const { theme, densite, raccourcis } = usePreferences();
  return (
    <>
      <ChipGroup
        label="Couleurs"
        options={THEMES}
        value={theme}
        onChange={(next) => changePreferences({ theme: next })}
      />
      <ChipGroup
        label="Densité"
        options={DENSITIES}
        value={densite}
        onChange={(next) => changePreferences({ densite: next })}
      />
      {shortcut && (
        <ChipGroup
          label="Touche « / » pour chercher"
          options={SHORTCUTS}
          value={raccourcis ? 'oui' : 'non'}
          onChange={(next) => changePreferences({ raccourcis: next === 'oui' })}
        />
      )}
    </>
  );
}
