package io.aboengine.oracle;

import java.time.LocalDate;

/** Something a contract pays once, in cents: a fee at its beginning, or with the first day of a phase. */
record Once(String item, LocalDate on, long cents) {}
