package org.fabricast.compiler.pack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.fabricast.compiler.assign.SparsityChoice;
import org.fabricast.compiler.sparse.BlockGrid;
import org.fabricast.compiler.sparse.SparseBytes;
import org.fabricast.compiler.sparse.SparsityTarget;
import org.fabricast.compiler.stream.StreamPacker;
import org.fabricast.ir.isa.BlockPattern;
import org.fabricast.ir.isa.RunShape;

/**
 * Sparse streams of matrices of which only the shape is known. With a pattern they are exact. With a density the blocks of a row
 * store in turn what meets it from below, in every row of blocks the same: where weights choose, sizes will be near it.
 */
final class ShapeSparsity {

    private static final List<BlockPattern> CHOICES = List.of(BlockPattern.ALL, BlockPattern.EIGHT_OF_16, BlockPattern.FOUR_OF_16,
            BlockPattern.TWO_OF_16, BlockPattern.NONE);

    private final SparsityChoice choice;
    private final StreamPacker dense;
    private final int group;

    ShapeSparsity(SparsityChoice choice, StreamPacker dense, int group) {
        this.choice = choice;
        this.dense = dense;
        this.group = group;
    }

    /** The stream of a matrix; empty if it stays dense because sparsity would not make it smaller. */
    Optional<SparseFacts> of(int rows, int cols, int bits) {
        return Optional.of(facts(rows, cols, bits)).filter(f -> choice.force() || f.bytes().streamBytes() < f.denseBytes());
    }

    /** A sparse stream of the matrix, whatever a dense one takes. */
    SparseFacts facts(int rows, int cols, int bits) {
        List<BlockPattern> blocks = blocks(new BlockGrid(1, cols).blockCols());
        int pattern = switch (choice.target()) {
            case SparsityTarget.Fixed fixed -> blocks.getFirst().code();
            case SparsityTarget.Blockwise blockwise -> RunShape.ANY_PATTERN;
        };
        RunShape shape = new RunShape(BlockGrid.EDGE, rows, cols, group, true, false, bits, pattern);
        int groupBlocks = group / BlockGrid.EDGE;
        SparseBytes bytes = SparseBytes.alike(shape, g -> BlockPattern.stored(
                blocks.subList(g * groupBlocks, g * groupBlocks + (int) shape.words(g))));
        long stored = 0;
        for (int j = 0; j < blocks.size(); j++) {
            stored += (long) rows * stored(blocks.get(j), Math.min(BlockGrid.EDGE, cols - j * BlockGrid.EDGE));
        }
        return new SparseFacts(pattern, stored, bytes, dense.bytes(rows, cols, group, bits));
    }

    /** Weights of a row of a block that has so many columns of its own; they go before the zeros behind them. */
    private static int stored(BlockPattern block, int columns) {
        int perSet = block.slots() * block.among() / BlockGrid.EDGE;
        int stored = 0;
        for (int left = columns; left > 0; left -= block.among()) {
            stored += Math.min(perSet, Math.min(left, block.among()));
        }
        return stored;
    }

    private List<BlockPattern> blocks(int count) {
        return switch (choice.target()) {
            case SparsityTarget.Fixed fixed -> Collections.nCopies(count, fixed.pattern().blockPattern());
            case SparsityTarget.Blockwise blockwise -> {
                List<BlockPattern> blocks = new ArrayList<>();
                int stored = 0;
                for (int j = 1; j <= count; j++) {
                    double room = blockwise.density() * BlockGrid.EDGE * j - stored;
                    BlockPattern block = CHOICES.stream().filter(p -> p.slots() <= room).findFirst().orElseThrow();
                    blocks.add(block);
                    stored += block.slots();
                }
                yield blocks;
            }
        };
    }
}
