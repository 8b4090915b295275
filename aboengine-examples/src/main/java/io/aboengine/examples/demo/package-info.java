/**
 * The demo: a German newspaper publisher whose customers are billed day by day for fourteen months. Start reading at
 * {@link io.aboengine.examples.demo.DemoCommand}; {@code Publisher} is what is sold, {@code Days} what happens, {@code
 * Books} whether it adds up.
 */
@NullMarked
package io.aboengine.examples.demo;

import org.jspecify.annotations.NullMarked;
