/**
 * Weight quantisers.
 *
 * <p>Comes in: binary32 matrices. Goes out: levels and scales. Must not import: ISA, hardware, RTL.
 */
package org.fabricast.compiler.quantise;
