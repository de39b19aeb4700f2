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

    /** What a lane of a load in a loop reads of a bank. */
    private record Reader(int block, int node, int lane, int bank) { }

    private record Bank(int memory, int bank) { }

    private final ControlFlow flow;
    private final Map<Reader, Integer> copyOf = new HashMap<>();
    private final Map<Bank, Integer> copies = new HashMap<>();

    MemoryLayout(ControlFlow flow, List<BlockSchedule> schedules) {
        this.flow = flow;
        for (BlockSchedule s : schedules) {
            readers(s);
        }
    }

    private void readers(BlockSchedule s) {
        int lanes = s.block() instanceof Block.Pipeline p ? p.lanes() : 1;
        Map<Bank, Integer> used = new HashMap<>();
        for (int i = 0; i < s.nodes().size(); i++) {
            if (s.nodes().get(i) instanceof Node.Load load) {
                for (int lane = 0; lane < lanes; lane++) {
                    for (int number : met(flow, s.block(), load.memory(), load.index(), lane)) {
                        Bank bank = new Bank(load.memory(), number);
                        // Loads of a segment come one after another.
                        int copy = s.block() instanceof Block.Pipeline ? used.merge(bank, 1, Integer::sum) - 1 : 0;
                        copyOf.put(new Reader(s.block().id(), i, lane, number), copy);
                        copies.merge(bank, copy + 1, Math::max);
                    }
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

    /** Copies of a bank, one also when nothing reads it. */
    int copies(int memory, int bank) {
        return copies.getOrDefault(new Bank(memory, bank), 1);
    }

    /** True when something reads a bank. */
    boolean read(int memory, int bank) {
        return copies.containsKey(new Bank(memory, bank));
    }

    /** The copy of a bank that a load reads in a lane. */
    int copy(BlockSchedule s, int node, int lane, int bank) {
        return copyOf.get(new Reader(s.block().id(), node, lane, bank));
    }

    /** Elements of a bank. */
    int depth(int memory) {
        return banks(flow.kernel().memories().get(memory), memory).depth();
    }

    private MemoryBanks banks(Kernel.Memory memory, int number) {
        return new MemoryBanks(memory, IntStream.range(0, banks(number)).mapToObj(b -> copies(number, b)).toList());
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
            all.add(banks(flow.kernel().memories().get(m), m));
        }
        return all;
    }
}
