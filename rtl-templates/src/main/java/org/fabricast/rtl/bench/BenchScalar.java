package org.fabricast.rtl.bench;

/**
 * A scalar argument or result of the kernel.
 *
 * @param name  of the scalar
 * @param range its range with a space after it, empty for one bit
 */
public record BenchScalar(String name, String range) { }
