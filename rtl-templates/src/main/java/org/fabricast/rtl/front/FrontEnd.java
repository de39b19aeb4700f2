package org.fabricast.rtl.front;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.hw.RegisterMap.Counter;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Queue;
import org.fabricast.rtl.GeneratedHeader;

/**
 * Template {@code front_end}: control, fetch, sequencer and one instruction queue per unit, with the token wires between all
 * queues.
 *
 * @param header     what the file says first
 * @param addressMsb highest address bit of the control port
 * @param beatMsb    highest data bit of a beat
 * @param busLog2    log2 of bytes per beat
 * @param cacheLog2  log2 of bytes of the instruction cache
 * @param depthLog2  log2 of instructions per queue
 * @param tokenBits  address bits of token memory
 * @param tokenMsb   highest of them
 * @param queueCount number of queues, SYS included
 * @param queueMsb   highest queue number
 * @param units      the queues of units
 * @param sys        number of SYS
 * @param sysGivers  tokens given to SYS, as a concatenation
 * @param spare      bits of BLOCKED that no queue has
 * @param spareZero  zero of so many bits
 * @param events     what each counter counts
 * @param bases  base address registers of control
 * @param corePorts  what joins this core with the others
 * @param coreNumber its number, for control
 * @param drained    whether BARRIER and HALT may go on
 * @param barrierLines instance of the cell that lets cores wait for each other
 */
public record FrontEnd(GeneratedHeader header, int addressMsb, int beatMsb, int busLog2, int cacheLog2, int depthLog2,
        int tokenBits, int tokenMsb, int queueCount, int queueMsb, List<Unit> units, int sys, String sysGivers, String spare,
        String spareZero, List<Event> events, List<String> bases, 
        List<String> corePorts, List<String> coreNumber, String drained, List<String> barrierLines) {

    /**
     * The queue of a unit.
     *
     * @param name   in ports
     * @param index  number of the queue
     * @param givers tokens given to it, as a concatenation
     * @param status its bits in BLOCKED
     */
    public record Unit(String name, int index, String givers, String status) { }

    /**
     * What a counter counts.
     *
     * @param name  of the counter
     * @param value Verilog expression
     */
    public record Event(String name, String value) { }

    public FrontEnd {
        units = List.copyOf(units);
        events = List.copyOf(events);
        bases = List.copyOf(bases);
        corePorts = List.copyOf(corePorts);
        coreNumber = List.copyOf(coreNumber);
        barrierLines = List.copyOf(barrierLines);
    }

    /** Names of the queues of units, in their order, as in ports. */
    public static List<String> unitNames() {
        return Arrays.stream(Queue.values()).filter(queue -> queue != Queue.SYS).map(FrontEnd::lower).toList();
    }

    /** Front end of a machine. */
    public static FrontEnd of(HardwareConfig config) {
        List<Unit> units = new ArrayList<>();
        int bit = 0;
        for (Queue queue : Queue.values()) {
            if (queue != Queue.SYS) {
                units.add(new Unit(lower(queue), queue.ordinal(), givers(queue), bit + 3 + ":" + bit));
                bit += 4;
            }
        }
        List<Event> events = Arrays.stream(Counter.values())
                .map(counter -> new Event(counter.name().toLowerCase(Locale.ROOT), event(counter))).toList();
        GeneratedHeader header = GeneratedHeader.of(FrontEnd.class, config.hash() + units + events,
                List.of("bus = " + config.busBytes() + " bytes", "cache = " + config.cacheBytes() + " bytes",
                        "queue depth = " + config.queueDepth()),
                List.of("Control, fetch, sequencer, instruction queues and the tokens between them.",
                        "core_rst resets everything but control: with rst, and one cycle at every start."));
        int tokenBits = log2(config.tokenCapacity());
        return new FrontEnd(header, RegisterMap.ADDRESS_BITS - 1, 8 * config.busBytes() - 1, log2(config.busBytes()),
                log2(config.cacheBytes()), log2(config.queueDepth()), tokenBits, tokenBits - 1, Queue.values().length,
                Queue.values().length - 1, units, Queue.SYS.ordinal(), givers(Queue.SYS), "31:" + bit, 32 - bit + "'d0", events,
                Control.of(config).bases(), config.divided() ? List.of("input  wire [7:0]  core",
                "input  wire        all_at_barrier", "output wire        at_barrier") : List.of(),
                config.divided() ? List.of(".core(core)") : List.of(), config.divided() ? "drained" : "&empty",
                config.divided() ? barrier() : List.of());
    }

    private static List<String> barrier() {
        return List.of("wire drained;",
                String.format("core_barrier #(.BARRIER(8'h%x%x)) u_barrier (", Opcode.SYS_BARRIER.code(), Queue.SYS.ordinal()),
                "  .clk(clk), .rst(core_rst_q), .instr_taken(instr_valid && instr_ready), .instr_head(instr_data[7:0]),",
                "  .retired(retired), .empty(&empty), .all_at_barrier(all_at_barrier), .at_barrier(at_barrier), .drained(drained)",
                ");");
    }

    /** Bit f of the concatenation is what queue f gives to {@code taker}. */
    private static String givers(Queue taker) {
        List<Queue> queues = new ArrayList<>(List.of(Queue.values())).reversed();
        return queues.stream().map(giver -> "give_" + lower(giver) + "[" + taker.ordinal() + "]")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String event(Counter counter) {
        return switch (counter) {
            case CYCLES -> "1'b1";
            case LD_BUSY -> "ld_busy";
            case ST_BUSY -> "st_busy";
            case MM_BUSY -> "mm_busy";
            case MV_BUSY -> "mv_busy";
            case MISC_BUSY -> "misc_busy";
            case LD_WAIT -> "waiting_ld";
            case ST_WAIT -> "waiting_st";
            case MM_WAIT -> "waiting_mm";
            case MV_WAIT -> "waiting_mv";
            case MISC_WAIT -> "waiting_misc";
            case ENGINE_STARVED -> "engine_starved";
            case LD_BLOCKED -> "ld_blocked";
            case DISPATCH_BLOCKED -> "dispatch_blocked";
            case FETCH_STALL -> "fetch_stall";
            case READ_BYTES -> "read_bytes";
            case WRITE_BYTES -> "write_bytes";
            case FETCH_BYTES -> "fetch_bytes";
            case MACS -> "macs";
            case INSTRUCTIONS -> "retired";
            case READ_WEIGHT_BYTES -> "weight_bytes";
            case READ_ROW_BYTES -> "row_bytes";
            case READ_KV_BYTES -> "kv_read_bytes";
            case WRITE_KV_BYTES -> "kv_write_bytes";
            case WRITE_LOGIT_BYTES -> "logit_bytes";
        };
    }

    private static String lower(Queue queue) {
        return queue.name().toLowerCase(Locale.ROOT);
    }

    private static int log2(int value) {
        return Integer.numberOfTrailingZeros(value);
    }
}
