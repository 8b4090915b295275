package io.aboengine.scenario;

import io.aboengine.store.Store;
import io.aboengine.store.memory.MemoryStore;

class MemoryWorkerScenariosTest extends WorkerScenarios {
    @Override
    protected Store newStore() {
        return new MemoryStore();
    }
}
