package org.fabricast.hls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;

/**
 * Banks and copies of the memories of a scheduled kernel.
 *
 * <p>Element i of a memory stands in bank i modulo the number of banks, at i divided by it. A bank has one write port; each
 * reader of a loop has copies of the banks that it may meet, so that reads never wait.
 */
final class MemoryLayout {

    /** A reader: a lane of a load in a loop. */
    private record Reader(int block, int node, int lane) { }

    private final ControlFlow flow;
    private final Map<Reader, Integer> copyOf = new HashMap<>();
    private final Map<Integer, Integer> copies = new HashMap<>();

    MemoryLayout(ControlFlow flow, List<BlockSchedule> schedules) {
        this.flow = flow;
        for (BlockSchedule s : schedules) {
            if (s.block() instanceof Block.Pipeline p) {
                readers(s, p);
            }
        }
    }

    private void readers(BlockSchedule s, Block.Pipeline p) {
        Map<Integer, int[]> taken = new HashMap<>();
        for (int i = 0; i < s.nodes().size(); i++) {
            if (s.nodes().get(i) instanceof Node.Load load) {
                int[] used = taken.computeIfAbsent(load.memory(), m -> new int[banks(m)]);
                for (int lane = 0; lane < p.lanes(); lane++) {
                    List<Integer> met = met(flow, p, load.memory(), load.index(), lane);
                    int copy = met.stream().mapToInt(b -> used[b]).max().orElseThrow();
                    met.forEach(b -> used[b] = copy + 1);
                    copyOf.put(new Reader(p.id(), i, lane), copy);
                    copies.merge(load.memory(), copy + 1, Math::max);
                }
            }
        }
    }

    /**
     * Banks of a memory: what its source asks for; where that says nothing, one for each lane of a vector loop that fills it.
     *
     * @param vectorStores true when a vector loop stores into the memory
     */
    static int banks(Kernel.Memory memory, boolean vectorStores, int lanes) {
        return memory.banks() == 1 && vectorStores ? lanes : memory.banks();
    }

    /** Banks that an access may meet in a lane: one, when the index says which. */
    static List<Integer> met(ControlFlow flow, Block block, int memory, int index, int lane) {
        int banks = flow.banks().get(memory);
        Residue residue = Residue.of(flow, block, index, lane, banks);
        return IntStream.range(0, banks).filter(b -> b % residue.modulus() == residue.value()).boxed().toList();
    }

    int banks(int memory) {
        return flow.banks().get(memory);
    }

    /** Copies of each bank. */
    int copies(int memory) {
        return copies.getOrDefault(memory, 1);
    }

    /** The copy that a load reads; segments read the first. */
    int copy(BlockSchedule s, int node, int lane) {
        return copyOf.getOrDefault(new Reader(s.block().id(), node, lane), 0);
    }

    /** Elements of a bank. */
    int depth(int memory) {
        return new MemoryBanks(flow.kernel().memories().get(memory), banks(memory), copies(memory)).depth();
    }

    /** Name of a copy of a bank. */
    String name(int memory, int bank, int copy) {
        String bankName = banks(memory) == 1 ? "" : "b" + bank + "_";
        return "mem_" + flow.kernel().memories().get(memory).name() + "_" + bankName + copy + "_q";
    }

    /** What the kernel's memories become, in their order. */
    List<MemoryBanks> all() {
        List<MemoryBanks> all = new ArrayList<>();
        for (int m = 0; m < flow.kernel().memories().size(); m++) {
            all.add(new MemoryBanks(flow.kernel().memories().get(m), banks(m), copies(m)));
        }
        return all;
    }
}
