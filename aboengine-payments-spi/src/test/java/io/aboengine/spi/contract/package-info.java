/**
 * For authors who want to see a contract at work: {@link ContractRun} runs one and tells which of its rules were kept,
 * broken and skipped. Needs the JUnit Platform Launcher; the contracts themselves do not.
 */
@NullMarked
package io.aboengine.spi.contract;

import org.jspecify.annotations.NullMarked;
