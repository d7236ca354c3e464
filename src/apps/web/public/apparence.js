// Applies the remembered theme and density before the first paint. A classic script: a
// module would run after a flash of the wrong theme.
// The key and its values are those of src/ui/preferences.ts.
try {
  const apparence = JSON.parse(localStorage.getItem('passerelle.apparence') || '{}');
  if (apparence.theme) document.documentElement.dataset.theme = apparence.theme;
  if (apparence.densite) document.documentElement.dataset.densite = apparence.densite;
} catch (_) {}
