import { Button } from '../../../ui/button.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { BlocDeCode } from './bloc-de-code.tsx';
import { direCurl, lireChamps, type Operation, type Refus, type Schema } from './lire-api.ts';

interface OperationSectionProps {
  readonly operation: Operation;
  readonly onEssayer: () => void;
}

/** One route: what it takes, an example, what it answers and refuses. */
export function OperationSection({ operation, onEssayer }: OperationSectionProps) {
  const { methode, chemin, titre, portee, entree, sortie, refus } = operation;
  const nom = `${methode} ${chemin}`;
  return (
    <>
      <p>{titre}</p>
      <p className="soft">
        Portée du jeton : <code className="identifier">{portee}</code>
      </p>
      {entree === null ? (
        <p>Cette route ne prend rien.</p>
      ) : (
        <>
          <h3>Ce qu’elle prend</h3>
          <Champs schema={entree} entree />
        </>
      )}
      <h3>Exemple</h3>
      <BlocDeCode titre={`Exemple de ${nom}`} texte={direCurl(operation, window.location.origin)} />
      <div className="button-row">
        <Button onClick={onEssayer}>
          Essayer<span className="visually-hidden"> {nom}</span>
        </Button>
      </div>
      <Disclosure label="Ce qu’elle répond" about={`à ${nom}`} wide>
        <Champs schema={sortie} />
      </Disclosure>
      <Disclosure label="Ce qu’elle refuse" about={`à ${nom}`} wide>
        <ListeRefus refus={refus} />
      </Disclosure>
    </>
  );
}

/** `entree`: says which fields may be left out; an answer has them all, unless told otherwise. */
function Champs({ schema, entree = false }: { readonly schema: Schema; readonly entree?: boolean }) {
  return (
    <dl className="api-fields">
      {lireChamps(schema).map(({ nom, type, requis, description }) => (
        <div key={nom}>
          <dt>
            <code className="identifier">{nom}</code>
          </dt>
          <dd>
            <span className="soft">
              {type}
              {entree && (requis ? ', exigé' : ', facultatif')}
            </span>
            {description && <span>{description}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function ListeRefus({ refus }: { readonly refus: readonly Refus[] }) {
  return (
    <dl className="api-fields">
      {refus.map(({ statut, code, quand }) => (
        <div key={`${statut} ${code}`}>
          <dt>
            <code className="identifier">
              {statut} {code}
            </code>
          </dt>
          <dd>{quand}</dd>
        </div>
      ))}
    </dl>
  );
}
