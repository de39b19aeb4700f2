package org.fabricast.compiler.lower;

import org.fabricast.board.Cores;
import org.fabricast.ir.isa.Opcode;

/**
 * Bytes of instructions for all lengths of a model, by how its lengths are compiled.
 *
 * @param longest         lengths 1 to this
 * @param cores           cores that take part, with the memory channels that {@code naive} addresses each apart
 * @param naive           a file per length, phase and core, without loops, an instruction per channel
 * @param bucketed        streams per bucket, shared by cores, without loops, channels merged
 * @param bucketedPrefill of {@code bucketed}, the prefill streams of {@code prefillBuckets} buckets
 * @param bucketedDecode  of {@code bucketed}, the decode streams of {@code decodeBuckets} buckets
 * @param parametric      one program with loops and registers for each core
 */
public record InstructionBytes(int longest, Cores cores, Files naive, Files bucketed, long bucketedPrefill, long bucketedDecode,
                               int prefillBuckets, int decodeBuckets, Files parametric) {

    /**
     * What is stored.
     *
     * @param files        files, or streams of one file
     * @param instructions in all of them
     */
    public record Files(long files, long instructions) {

        /** Their bytes. */
        public long bytes() {
            return Math.multiplyExact(instructions, (long) Opcode.BYTES);
        }
    }
}
