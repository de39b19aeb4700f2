package org.fabricast.compiler;

import java.util.Optional;
import org.fabricast.board.Cores;
import org.fabricast.compiler.assign.SparsityChoice;
import org.fabricast.compiler.assign.WeightChoice;
import org.fabricast.compiler.lengths.Lengths;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.image.BoardFacts;

/**
 * What a model is compiled for.
 *
 * @param config  sizes of the machine
 * @param board   board facts for the manifest
 * @param group   inputs per quantisation group, a multiple of the array size
 * @param weights bits of the weights
 * @param lengths one program for all lengths, or streams per bucket
 * @param cores   cores that share a program, as many as {@code config} has, and their memory channels
 * @param sparsity weights to be left out, if any
 */
public record CompileOptions(HardwareConfig config, BoardFacts board, int group, WeightChoice weights, Lengths lengths,
                             Cores cores, Optional<SparsityChoice> sparsity) {

    /** Default inputs per group. */
    public static final int DEFAULT_GROUP = 64;

    /** With INT8 weights and one program for all lengths. */
    public CompileOptions(HardwareConfig config, BoardFacts board, int group) {
        this(config, board, group, WeightChoice.INT8);
    }

    /** With every weight. */
    public CompileOptions(HardwareConfig config, BoardFacts board, int group, WeightChoice weights, Lengths lengths, Cores cores) {
        this(config, board, group, weights, lengths, cores, Optional.empty());
    }

    /** With one program for all lengths. */
    public CompileOptions(HardwareConfig config, BoardFacts board, int group, WeightChoice weights) {
        this(config, board, group, weights, new Lengths.Parametric(), new Cores(config.cores(), 1));
    }

    /** With other weights. */
    public CompileOptions with(WeightChoice other) {
        return new CompileOptions(config, board, group, other, lengths, cores, sparsity);
    }

    /** For other lengths. */
    public CompileOptions with(Lengths other) {
        return new CompileOptions(config, board, group, weights, other, cores, sparsity);
    }

    /** Without some of the weights. */
    public CompileOptions with(SparsityChoice choice) {
        return new CompileOptions(config, board, group, weights, lengths, cores, Optional.of(choice));
    }

    /** On another machine. */
    public CompileOptions on(HardwareConfig other) {
        return new CompileOptions(other, board, group, weights, lengths, cores, sparsity);
    }
}
