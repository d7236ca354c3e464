// Applies the remembered theme and density before the first paint. A classic script of our own origin: the content
// security policy allows no inline one, and a module would run after a flash of the wrong theme.
// The key and its values are those of src/ui/preferences.ts.
try {
  const apparence = JSON.parse(localStorage.getItem('passerelle.apparence') || '{}');
  if (apparence.theme) document.documentElement.dataset.theme = apparence.theme;
  if (apparence.densite) document.documentElement.dataset.densite = apparence.densite;
} catch (_) {}
