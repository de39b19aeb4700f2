package org.fabricast.hls;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.ScalarType;

/**
 * A kernel as blocks, with the values that need no hardware taken out.
 *
 * @param kernel    where it comes from
 * @param lanes     iterations of a vector loop per cycle
 * @param blocks    in order; the block with number i stands at index i - 1, the last one is the end
 * @param types     type of every value, those added here included
 * @param constants raw bits of constant values
 * @param aliases   value that is another one by another name (reinterpreted bits, the result of a carried value)
 * @param widened   value that a RESIZE made wider, with the value it was before
 * @param operators operators that need hardware, by the value they define
 * @param banks     banks of each memory, powers of two
 * @param partials  values that stand in the registers of a reduction when its loop has ended
 */
public record ControlFlow(Kernel kernel, int lanes, List<Block> blocks, List<ScalarType> types, Map<Integer, Long> constants,
                   Map<Integer, Integer> aliases, Map<Integer, Integer> widened, Map<Integer, Node.Op> operators, List<Integer> banks,
                   Map<Integer, Partial> partials) {

    /**
     * One partial result.
     *
     * @param reduction the reduction
     * @param index     SUM: number of the partial sum; MAX, MIN: lane
     */
    public record Partial(Node.Reduction reduction, int index) { }

    public ControlFlow {
        blocks = List.copyOf(blocks);
        types = List.copyOf(types);
        constants = Map.copyOf(constants);
        aliases = Map.copyOf(aliases);
        widened = Map.copyOf(widened);
        operators = Map.copyOf(operators);
        banks = List.copyOf(banks);
        partials = Map.copyOf(partials);
    }

    /** The value that {@code value} is a name of. */
    int resolve(int value) {
        int v = value;
        while (aliases.containsKey(v)) {
            v = aliases.get(v);
        }
        return v;
    }

    /** Raw bits when the value is a constant. */
    OptionalLong constant(int value) {
        Long bits = constants.get(resolve(value));
        return bits == null ? OptionalLong.empty() : OptionalLong.of(bits);
    }

    ScalarType type(int value) {
        return types.get(value);
    }

    /** Bits that matter in a value, sign included: those before it was widened, or of the constant. */
    int significantBits(int value) {
        int v = resolve(value);
        ScalarType type = types.get(value);
        if (constants.containsKey(v)) {
            int spare = Long.SIZE - type.bits();
            long signed = constants.get(v) << spare >> spare;
            return Long.SIZE + 1 - Long.numberOfLeadingZeros(signed < 0 ? ~signed : signed);
        }
        return widened.containsKey(v) ? significantBits(widened.get(v)) : type.bits();
    }

    /** Bank that an access to a memory in code of one lane meets, where its index tells. */
    OptionalInt bank(Block block, int memory, int index) {
        List<Integer> met = MemoryLayout.met(this, block, memory, index, 0);
        boolean lanes = block instanceof Block.Pipeline p && p.lanes() > 1;
        return lanes || met.size() > 1 ? OptionalInt.empty() : OptionalInt.of(met.getFirst());
    }

    /** True when the low bits of two indices of code of one lane tell that they are never equal, in whatever iterations. */
    boolean apart(Block block, int index, int other) {
        if (block instanceof Block.Pipeline p && p.lanes() > 1) {
            return false;
        }
        Residue a = Residue.of(this, block, index, 0, Residue.MOST);
        Residue b = Residue.of(this, block, other, 0, Residue.MOST);
        return (a.value() - b.value()) % Math.min(a.modulus(), b.modulus()) != 0;
    }

    /** The partial result that {@code value} is, if it is one. */
    Optional<Partial> partial(int value) {
        return Optional.ofNullable(partials.get(resolve(value)));
    }
}
