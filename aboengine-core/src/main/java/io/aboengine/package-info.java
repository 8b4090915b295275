/**
 * The front door. Build an {@link io.aboengine.AboEngine}, give commands at its desks ({@code accounts()}, {@code
 * subscriptions()}, {@code payments()} …) and let a scheduler call {@link io.aboengine.AboEngine#run}.
 */
@NullMarked
package io.aboengine;

import org.jspecify.annotations.NullMarked;
