/**
 * What every part of aboengine says when it is asked for something that can never be right: an
 * {@link InvalidRequestException} that names the field and the value. The ports themselves are in
 * {@code io.aboengine.spi.payment} and {@code io.aboengine.spi.credit}.
 */
@NullMarked
package io.aboengine.spi;

import org.jspecify.annotations.NullMarked;
