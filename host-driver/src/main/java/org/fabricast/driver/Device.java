package org.fabricast.driver;

import java.util.Locale;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.hw.RegisterMap.Register;
import org.fabricast.ir.image.Artefact;
import org.fabricast.ir.image.Manifest;
import org.fabricast.ir.image.RegionName;
import org.fabricast.ir.isa.Queue;

/**
 * A device with an artefact loaded: identity checked, program and weights in its memory, base registers set.
 *
 * <p>Errors: F9101 the hardware is not what the artefact was made for, F9102 the machine hangs, F9103 the machine reports a
 * fault.
 */
public final class Device implements AutoCloseable {

    private final Artefact artefact;
    private final Transport transport;

    private Device(Artefact artefact, Transport transport) {
        this.artefact = artefact;
        this.transport = transport;
    }

    /** Checks the hardware behind {@code transport} and loads {@code artefact} into it; owns the transport from then on. */
    public static Device open(Artefact artefact, Transport transport) {
        try {
            Device device = new Device(artefact, transport);
            device.checkIdentity();
            device.load();
            return device;
        } catch (RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    private void checkIdentity() {
        expect(Register.MAGIC_ID, RegisterMap.MAGIC, "a Fabricast machine");
        expect(Register.ISA_ID, RegisterMap.ISA_VERSION, "the instruction set of the artefact");
        expect(Register.CONFIG_ID, manifest().configuration().hash32(), "the configuration of the artefact");
    }

    private void expect(Register register, int expected, String what) {
        int found = transport.readRegister(register.offset());
        if (found != expected) {
            throw new FabricastException(ErrorCode.F9101, "register " + register + " of device " + transport.name(),
                    what + " (" + hex(expected) + ")", hex(found), "Load the hardware that belongs to the artefact.");
        }
    }

    private void load() {
        transport.writeMemory(manifest().region(RegionName.PROGRAM).base(), artefact.bytes(Manifest.PROGRAM_FILE));
        transport.writeMemory(manifest().region(RegionName.WEIGHTS).base(), artefact.bytes(Manifest.WEIGHTS_FILE));
        base(Register.PROGRAM_BASE_LO, Register.PROGRAM_BASE_HI, RegionName.PROGRAM);
        base(Register.WEIGHTS_BASE_LO, Register.WEIGHTS_BASE_HI, RegionName.WEIGHTS);
        base(Register.KV_BASE_LO, Register.KV_BASE_HI, RegionName.KV);
        base(Register.IO_BASE_LO, Register.IO_BASE_HI, RegionName.IO);
    }

    /** Program and memory are shared, each core has its place in the other regions. */
    private void base(Register low, Register high, RegionName region) {
        long stride = manifest().program().coreStride(manifest().region(region));
        for (int core = 0; core < cores(); core++) {
            long address = manifest().region(region).base() + core * stride;
            int window = core << RegisterMap.ADDRESS_BITS;
            transport.writeRegister(window + low.offset(), (int) address);
            transport.writeRegister(window + high.offset(), (int) (address >>> 32));
        }
    }

    private int cores() {
        return manifest().configuration().cores();
    }

    /** What is loaded. */
    public Manifest manifest() {
        return artefact.manifest();
    }

    /** The artefact. */
    public Artefact artefact() {
        return artefact;
    }

    /** The way to the device. */
    public Transport transport() {
        return transport;
    }

    void write(Register register, int value) {
        write(register.offset(), value);
    }

    /** Writes the register of every core at once. */
    void write(int offset, int value) {
        transport.writeRegister(cores() == 1 ? offset : RegisterMap.ALL_CORES + offset, value);
    }

    /** Of the first core. */
    int read(Register register) {
        return read(register, 0);
    }

    private int read(Register register, int core) {
        return transport.readRegister((core << RegisterMap.ADDRESS_BITS) + register.offset());
    }

    /** Reads the register of every core, which clears what reading clears. */
    void readAll(Register register) {
        for (int core = 0; core < cores(); core++) {
            read(register, core);
        }
    }

    /** Ends with F9102 for a machine that hangs; names what each queue waits for. */
    FabricastException hang() {
        checkFault();
        StringBuilder all = new StringBuilder();
        for (int core = 0; core < cores(); core++) {
            all.append(core == 0 ? "" : "; core " + core + " ").append(hang(core));
        }
        String channel = transport.stalledChannel();
        return new FabricastException(ErrorCode.F9102, "device " + transport.name(), "progress",
                all + (channel.isEmpty() ? "" : "; bus channel " + channel),
                "Run verify on the artefact; with --trace the last cycles can be seen.");
    }

    private String hang(int core) {
        int blocked = read(Register.BLOCKED, core);
        StringBuilder state = new StringBuilder();
        for (Queue queue : Queue.values()) {
            int bits = blocked >>> 4 * queue.ordinal() & 0xf;
            if (bits != 0) {
                state.append(state.isEmpty() ? "" : ", ").append(queue).append(reason(bits));
            }
        }
        int levels = read(Register.RING_LEVELS, core);
        return "none at instruction " + read(Register.PC, core) + "; " + (state.isEmpty() ? "no queue has work" : state)
                + "; weight ring " + (levels & 0xffff) + " words, K and V ring " + (levels >>> 16) + " words";
    }

    private static String reason(int bits) {
        String unit = (bits & 8) != 0 ? " cannot hand over" : (bits & 4) != 0 ? " unit busy" : "";
        return ((bits & 2) != 0 ? " waits for tokens" : "") + unit + ((bits & 1) != 0 ? "" : " (queue empty)");
    }

    /** Ends with F9103 if the machine stopped on a fault. */
    void checkFault() {
        String[] names = {"none", "illegal instruction", "bus error on read", "bus error on write"};
        for (int core = 0; core < cores(); core++) {
            int fault = read(Register.FAULT, core);
            if (fault != 0) {
                throw new FabricastException(ErrorCode.F9103, "device " + transport.name() + (cores() == 1 ? "" : ", core " + core),
                        "no fault", fault < names.length ? names[fault] + " at instruction " + read(Register.PC, core)
                                : "fault " + fault, "Check the memory map of the manifest against the device's memory.");
            }
        }
    }

    private static String hex(int value) {
        return String.format(Locale.ROOT, "0x%08x", value);
    }

    @Override
    public void close() {
        transport.close();
    }
}
