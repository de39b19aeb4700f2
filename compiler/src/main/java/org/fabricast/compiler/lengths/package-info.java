/**
 * For which lengths a model is compiled: one program for all, or one stream per bucket of lengths.
 *
 * <p>Comes in: what a user asked for. Goes out: buckets that cover every length once. Must not import: other compiler packages.
 */
package org.fabricast.compiler.lengths;
