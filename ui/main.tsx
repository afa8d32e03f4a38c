import { render } from 'preact';
import './style/fonts.css';
import './style/tokens.css';
import './style/page.css';
import './style/panels.css';
import './style/charts.css';
import { defaultEntry } from './state/gallery.ts';
import { openGalleryEntry, runWhenChanged } from './state/simulation.ts';
import { listenForTheme } from './state/theme.ts';
import { Page } from './views/page.tsx';

listenForTheme();
runWhenChanged();
const root = document.getElementById('page');
if (root !== null) render(<Page />, root);
void openGalleryEntry(defaultEntry);
