package org.fabricast.hls.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.fabricast.hls.DelayModel;
import org.fabricast.hls.ScheduledBlock;
import org.fabricast.hls.ScheduledOperation;

/**
 * The longest path of a stage against the clock.
 *
 * @param cycle     the stage, or the cycle of straight-line code
 * @param longestNs when its last result is stable, by the delay model
 * @param slackNs   what is left of the period, set-up taken off
 * @param last      name of the operation that is stable last
 */
public record StageSlack(int cycle, double longestNs, double slackNs, String last) {

    /** Stages of a block that compute something, in order. */
    public static List<StageSlack> of(ScheduledBlock block, double clockNs) {
        TreeMap<Integer, ScheduledOperation> last = new TreeMap<>();
        for (ScheduledOperation o : block.operations()) {
            last.merge(o.cycle(), o, (a, b) -> a.settlesNs() >= b.settlesNs() ? a : b);
        }
        List<StageSlack> stages = new ArrayList<>();
        last.forEach((cycle, o) -> stages.add(new StageSlack(cycle, o.settlesNs(), DelayModel.budgetNs(clockNs) - o.settlesNs(),
                o.name())));
        return stages;
    }

    /** The least slack of all blocks; the whole budget if nothing is computed. */
    public static double least(List<ScheduledBlock> blocks, double clockNs) {
        return blocks.stream().flatMap(b -> of(b, clockNs).stream()).mapToDouble(StageSlack::slackNs).min()
                .orElse(DelayModel.budgetNs(clockNs));
    }
}
