package org.fabricast.compiler.lower;

import org.fabricast.compiler.pack.KvLayout;
import org.fabricast.ir.isa.Instructions;

/**
 * How much of K and V attention loads: as many positions as there are, or as many as the longest length of a bucket has.
 *
 * <p>Only loads and the rows of scores are a bucket's: rows beyond the length are computed from whatever memory holds and
 * never read, since softmax and the quantiser of its result take the length itself. So a bucket changes no bit.
 *
 * @param rows       positions whose keys and value scales are loaded
 * @param keyBytes   of the keys' stream
 * @param valueBytes of the values' stream, which a run takes in whole groups
 */
record LoadedLength(Size rows, Size keyBytes, Size valueBytes) {

    /** A size in a register, or a constant with register 0. */
    record Size(int register, long value) {

        static Size in(int register) {
            return new Size(register, 0);
        }

        static Size of(long value) {
            return new Size(0, value);
        }

        boolean isRegister() {
            return register != 0;
        }

        /** Sets {@code field} to this size. */
        Instructions on(Instructions instruction, String field) {
            return isRegister() ? instruction.reg(field, register) : instruction.set(field, value);
        }
    }

    /** The length of the step. */
    static final LoadedLength EXACT = new LoadedLength(Size.in(Registers.LENGTH), Size.in(Registers.KEY_BYTES),
            Size.in(Registers.VALUE_BYTES));

    /**
     * Sizes of the longest of the lengths {@code first} to {@code last}. If these end in different groups of values, the
     * values' bytes stay those of the length: a run takes no more from the ring than the length asks for.
     */
    static LoadedLength ofBucket(int first, int last, KvLayout kv) {
        int group = KvLayout.VALUE_GROUP;
        boolean oneGroup = DecodeShape.ceil(first, group) == DecodeShape.ceil(last, group);
        return new LoadedLength(Size.of(last), Size.of(keyBytes(last, kv)), oneGroup
                ? Size.of((long) DecodeShape.ceil(last, group) * kv.valueGroupBytes()) : Size.in(Registers.VALUE_BYTES));
    }

    /** Whole tiles, and of the rest its scale word and blocks of N positions ({@code docs/architecture.md}). */
    private static long keyBytes(int length, KvLayout kv) {
        int rest = length % kv.tilePositions();
        long whole = (long) (length / kv.tilePositions()) * kv.tileBytes();
        return rest == 0 ? whole
                : whole + kv.wordBytes() + (long) DecodeShape.ceil(rest, kv.array()) * kv.keyBlockBytes();
    }
}
