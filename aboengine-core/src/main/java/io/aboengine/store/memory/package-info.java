/**
 * Memory: a store for tests, previews and simulations. {@link io.aboengine.store.memory.MemoryStore} behaves like one
 * in a database, locks and rollbacks included, and forgets everything with the process.
 */
@NullMarked
package io.aboengine.store.memory;

import org.jspecify.annotations.NullMarked;
