package org.fabricast.hls;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fabricast.rtl.FpCell;

/**
 * Which unit computes which operation. Blocks never run at the same time, so they share all units; inside a segment
 * operations of different cycles share; in a pipelined loop those of different slots of the interval, in each lane.
 *
 * @param units number of units of each kind
 * @param unit  unit number by use
 */
record Binding(Map<FpCell, Integer> units, Map<Use, Integer> unit) {

    /** An operation of a block in a lane. */
    record Use(int block, int operation, int lane) { }

    Binding {
        units = Map.copyOf(units);
        unit = Map.copyOf(unit);
    }

    int unit(int block, int operation, int lane) {
        return unit.get(new Use(block, operation, lane));
    }

    /** Units of a kind that segments may use per cycle: what the loops need anyway, at least one. */
    static Map<Resource, Integer> limits(ControlFlow flow) {
        Map<Resource, Integer> limits = new HashMap<>();
        for (FpCell cell : FpCell.values()) {
            int most = 1;
            for (Block block : flow.blocks()) {
                if (block instanceof Block.Pipeline p) {
                    long ops = p.nodes().stream().filter(n -> Cells.of(n).filter(cell::equals).isPresent()).count();
                    long sums = cell == FpCell.FP32_ADD ? p.loop().reductions().stream()
                            .filter(r -> r.kind() == org.fabricast.ir.kernel.Node.Reduction.Kind.SUM).count() : 0;
                    int interval = Math.max(1, p.loop().pipelining().interval());
                    long shared = p.loop().vector() || p.loop().carried().isEmpty() ? (ops + interval - 1) / interval : 1;
                    most = Math.max(most, (int) (shared + sums) * p.lanes());
                }
            }
            limits.put(new Resource.Unit(cell), most);
        }
        return limits;
    }

    static Binding of(List<BlockSchedule> schedules) {
        Map<FpCell, Integer> units = new EnumMap<>(FpCell.class);
        Map<Use, Integer> unit = new HashMap<>();
        for (BlockSchedule s : schedules) {
            int lanes = s.block() instanceof Block.Pipeline p ? p.lanes() : 1;
            boolean pipelined = s.block() instanceof Block.Pipeline;
            Map<List<Object>, Integer> inCycle = new HashMap<>();
            for (int i = 0; i < s.problem().operations().size(); i++) {
                if (s.problem().operations().get(i).resource() instanceof Resource.Unit(FpCell cell)) {
                    for (int lane = 0; lane < lanes; lane++) {
                        int slot = pipelined ? s.problem().slot(s.cycle(i)) : s.cycle(i);
                        int next = inCycle.merge(List.of(cell, slot), 1, Integer::sum) - 1;
                        unit.put(new Use(s.block().id(), i, lane), next);
                        units.merge(cell, next + 1, Math::max);
                    }
                }
            }
        }
        return new Binding(units, unit);
    }
}
