import { setFlagsFromString } from 'node:v8';

/**
 * The engine is many small functions that call each other a billion times a day of simulation. Node's compiler stops
 * joining them after a budget made for web pages; twice that budget takes a tenth off a long run. It changes no number.
 */
setFlagsFromString('--max-inlined-bytecode-size=1000');
setFlagsFromString('--max-inlined-bytecode-size-cumulative=2000');
