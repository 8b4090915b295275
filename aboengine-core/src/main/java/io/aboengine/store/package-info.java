/**
 * Store: what the engine needs kept, in words of the business. {@link io.aboengine.store.Store} opens transactions, {@link
 * io.aboengine.store.StoreTransaction} claims, loads and writes accounts, {@link io.aboengine.store.StoreQueries} reads
 * for people. Every store passes the same published {@code StoreContract}.
 */
@NullMarked
package io.aboengine.store;

import org.jspecify.annotations.NullMarked;
