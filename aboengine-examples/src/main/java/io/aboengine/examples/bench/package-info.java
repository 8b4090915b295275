/**
 * {@code bench}: how fast a run is on the machine at hand, against what the database can do there. Enter at {@link
 * io.aboengine.examples.bench.BenchCommand}. Everything happens on a PostgreSQL of its own that is thrown away; what a
 * benchmark did is audited before its figures are told.
 */
@NullMarked
package io.aboengine.examples.bench;

import org.jspecify.annotations.NullMarked;
