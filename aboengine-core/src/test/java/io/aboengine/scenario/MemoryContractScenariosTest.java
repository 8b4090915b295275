package io.aboengine.scenario;

import io.aboengine.store.Store;
import io.aboengine.store.memory.MemoryStore;

class MemoryContractScenariosTest extends ContractScenarios {
    @Override
    protected Store newStore() {
        return new MemoryStore();
    }
}
