/**
 * The store in a database: {@link io.aboengine.jdbc.JdbcStore} keeps everything in tables of PostgreSQL or H2 that live
 * beside the shop's own, all named {@code abo_…}; {@link io.aboengine.jdbc.SchemaMigrator} makes them. Inside, each table
 * has one class that knows its columns, such as {@code LineRows}; what the databases do differently stands in {@code
 * Dialect}.
 */
@NullMarked
package io.aboengine.jdbc;

import org.jspecify.annotations.NullMarked;
