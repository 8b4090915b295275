/**
 * Scenarios: tests that read like the timeline of a contract. A {@link io.aboengine.scenario.Scenario} gives commands,
 * lets days pass and asks what happened, over whatever store it is given; {@link
 * io.aboengine.scenario.BillingScenarios}, {@link io.aboengine.scenario.CollectionScenarios} and {@link
 * io.aboengine.scenario.DunningScenarios} are what every store and every build has to pass. Published in the test jar of
 * aboengine-core.
 */
package io.aboengine.scenario;
