/**
 * The shell: the clock, transactions, gateway calls and the run. It loads, lets the pure rooms decide, writes, and acts
 * between transactions. Not exported.
 */
@NullMarked
package io.aboengine.engine;

import org.jspecify.annotations.NullMarked;
