/**
 * A credit agency without an agency: {@link SandboxCreditCheck} answers what it was told to, for development, tests,
 * replays and demos.
 */
@NullMarked
package io.aboengine.spi.credit.sandbox;

import org.jspecify.annotations.NullMarked;
