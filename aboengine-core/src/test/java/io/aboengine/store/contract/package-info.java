/**
 * The rules every store keeps, as tests to extend: {@link io.aboengine.store.contract.StoreContract}. Published in the
 * test jar of aboengine-core.
 */
package io.aboengine.store.contract;
