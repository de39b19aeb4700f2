package org.fabricast.compiler.estimate.machine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.Program;
import org.fabricast.ir.isa.Queue;

/** The units of one core and what connects them. */
final class CoreModel implements Wakes {

    private final Calendar calendar;
    private final Map<Queue, InstructionQueue> queues = new EnumMap<>(Queue.class);
    private final Map<Queue, Unit> units = new EnumMap<>(Queue.class);
    private final OperatorLog log;
    private final MemoryPort port;
    private final Fetch fetch;
    private final Sequencer sequencer;
    private final Engine engine;
    private final List<Totals> steps = new ArrayList<>();

    /**
     * A core at its start.
     *
     * @param names operator of an instruction
     */
    CoreModel(Program program, HardwareConfig config, MemoryRate rate, Start start, Function<Operands, String> names,
              Calendar calendar) {
        this.calendar = calendar;
        log = new OperatorLog(names);
        port = new MemoryPort(rate);
        fetch = new Fetch(config, rate, port);
        Tokens tokens = new Tokens();
        for (Queue queue : Queue.values()) {
            if (queue != Queue.SYS) {
                queues.put(queue, new InstructionQueue(queue, config.queueDepth(), tokens, this));
            }
        }
        Ring weights = new Ring(config.weightRingBytes(), config.wordBytes(), rate.beatBytes());
        Ring keyValue = new Ring(config.kvRingBytes(), config.wordBytes(), rate.beatBytes());
        KernelTimes kernels = new KernelTimes(config.lanes());
        sequencer = new Sequencer(program.instructions(), start.host(), fetch, queues, tokens, calendar, this, this::stepEnded);
        engine = new Engine(config, queues.get(Queue.MM), queues.get(Queue.MV), weights, keyValue, kernels, calendar, this, log);
        units.put(Queue.SYS, sequencer);
        units.put(Queue.LD, new LoadUnit(config, rate, queues.get(Queue.LD), port, weights, keyValue, calendar, this, log));
        units.put(Queue.ST, new StoreUnit(config, rate.beatBytes(), queues.get(Queue.ST), port, calendar, log));
        units.put(Queue.MM, engine);
        units.put(Queue.MV, engine);
        units.put(Queue.MISC, new SpecialFunctions(queues.get(Queue.MISC), kernels, calendar, log));
        units.values().stream().distinct().forEach(calendar::add);
        calendar.wake(sequencer, 0);
    }

    private void stepEnded(long time) {
        steps.add(totals(time));
    }

    private Totals totals(long time) {
        Map<Queue, Long> busy = new EnumMap<>(Queue.class);
        queues.forEach((queue, entries) -> busy.put(queue, entries.busyCycles()));
        return new Totals(time, port.busyCycles(), engine.multiplyingCycles(), engine.quantisingCycles(), busy,
                engine.starvedCycles(), port.readBytes(), port.writtenBytes(), fetch.bytes(),
                sequencer.executed().values().stream().mapToLong(Long::longValue).sum());
    }

    /** Cycles from start to done; {@link Calendar#NEVER} if the program never ends. */
    long end() {
        return sequencer.end();
    }

    /** At the end of the run. */
    Totals ended() {
        return totals(sequencer.end());
    }

    /** At the end of each step. */
    List<Totals> steps() {
        return steps;
    }

    OperatorLog log() {
        return log;
    }

    /** What every queue holds, for a program that never ends. */
    String stuck() {
        StringBuilder text = new StringBuilder();
        queues.forEach((queue, entries) -> text.append(queue).append(entries.isEmpty() ? " empty; "
                : " at " + entries.head().operands().instruction() + "; "));
        return text.toString();
    }

    @Override
    public void queue(Queue to, long time) {
        calendar.wake(units.get(to), time);
    }

    @Override
    public void sequencer(long time) {
        calendar.wake(sequencer, time);
    }

    @Override
    public void engine(long time) {
        calendar.wake(engine, time);
    }

    @Override
    public void loads(long time) {
        calendar.wake(units.get(Queue.LD), time);
    }
}
