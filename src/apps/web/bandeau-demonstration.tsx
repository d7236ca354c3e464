import { Link } from '../../ui/link.tsx';

/** Over every page of the demonstration: nothing here is about a real person. */
export function BandeauDemonstration() {
  return (
    <p>
      <strong>Démonstration</strong> : toutes les personnes et tous les dossiers sont inventés.{' '}
      <Link to="/demonstration">Changer de personne</Link>
    </p>
  );
}
