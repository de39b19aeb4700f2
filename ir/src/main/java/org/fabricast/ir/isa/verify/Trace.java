package org.fabricast.ir.isa.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.ControlUnit;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.Queue;

/**
 * Follows a program's control in program order and notes what is executed. Units do nothing; operands are checked.
 *
 * <p>Errors: F3311 control that leads nowhere, F3312 operands, F3324 a sparse stream that does not say how long it is, F3325 no end
 * within the limit.
 */
final class Trace {

    /** Most instructions followed. */
    static final int LIMIT = 2_000_000;

    private final List<Step> steps = new ArrayList<>();
    private final List<Diagnostic> findings = new ArrayList<>();

    private Trace() {
    }

    static Trace of(List<Instruction> program, HardwareConfig config, Scenario scenario, RegionSizes regions,
                    WeightContents weights) {
        Trace trace = new Trace();
        trace.follow(program, config, scenario, regions, weights);
        return trace;
    }

    /** What was executed, in program order. */
    List<Step> steps() {
        return steps;
    }

    List<Diagnostic> findings() {
        return findings;
    }

    private void follow(List<Instruction> program, HardwareConfig config, Scenario scenario, RegionSizes regions,
                        WeightContents weights) {
        RingTraffic rings = new RingTraffic(config, weights);
        ControlUnit control = new ControlUnit(host(config, scenario));
        Set<Integer> reported = new HashSet<>();
        while (!control.halted()) {
            int index = control.next();
            if (index >= program.size() || steps.size() == LIMIT) {
                boolean off = index >= program.size();
                findings.add(new Diagnostic(off ? ErrorCode.F3311 : ErrorCode.F3325, "program with " + scenario,
                        "SYS.HALT", off ? "execution at " + index + ", behind the program" : LIMIT + " instructions without", ""));
                return;
            }
            Step step = new Step(index, Operands.of(program.get(index), control.registers()), 0);
            List<String> broken = broken(step, config, regions);
            if (!broken.isEmpty()) {
                if (reported.add(index)) {
                    findings.add(new Diagnostic(ErrorCode.F3312, step.text() + " with " + scenario,
                            "operands that keep the rules", String.join("; ", broken), ""));
                }
                if (step.queue() == Queue.SYS) {
                    return;
                }
            } else {
                try {
                    steps.add(new Step(index, step.operands(), rings.next(step.operands())));
                } catch (IllegalArgumentException e) {
                    findings.add(new Diagnostic(ErrorCode.F3324, step.text() + " with " + scenario,
                            "a sparse stream of known length", String.valueOf(e.getMessage()), ""));
                    return;
                }
            }
            if (step.queue() != Queue.SYS) {
                control.skip();
                continue;
            }
            try {
                control.execute(step.operands());
            } catch (IllegalStateException e) {
                findings.add(new Diagnostic(ErrorCode.F3311, step.text() + " with " + scenario, "control that leads somewhere",
                        String.valueOf(e.getMessage()), ""));
                return;
            }
        }
    }

    private static List<String> broken(Step step, HardwareConfig config, RegionSizes regions) {
        List<String> broken = new ArrayList<>(OperandRules.broken(step.operands(), config));
        if (broken.isEmpty()) {
            for (Access access : Accesses.of(step.operands(), config.array())) {
                if (access.to() > regions.of(access.space())) {
                    broken.add(access + ", of " + regions.of(access.space()));
                }
            }
        }
        return broken;
    }

    private static ControlUnit.Host host(HardwareConfig config, Scenario scenario) {
        Map<Long, Integer> written = new HashMap<>();
        return new ControlUnit.Host() {
            @Override
            public int argument(int index) {
                return index < scenario.arguments().size() ? scenario.arguments().get(index) : 0;
            }

            @Override
            public int token(long index) {
                check(index);
                return written.getOrDefault(index, scenario.token());
            }

            @Override
            public void produce(long index, int token) {
                check(index);
                written.put(index, token);
            }

            @Override
            public int result() {
                return scenario.result();
            }

            private void check(long index) {
                if (index >= config.tokenCapacity()) {
                    throw new IllegalStateException("word " + index + " of a token memory of " + config.tokenCapacity());
                }
            }
        };
    }
}
