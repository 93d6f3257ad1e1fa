import { mount } from 'svelte';
import App from './App.svelte';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/page.css';

const target = document.getElementById('desk');
if (!target) throw new Error('index.html has no #desk to draw into');
mount(App, { target });
