package org.fabricast.driver;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.emulator.CoreGroup;
import org.fabricast.ir.emulator.DeviceMemory;
import org.fabricast.ir.emulator.EmulatorFault;
import org.fabricast.ir.hw.HardwareConfig;

/**
 * The bit-exact emulator behind the registers and the memory of the machine, in process.
 *
 * <p>Errors: F9103 a fault, with the instruction and what is wrong with it.
 */
public final class FunctionalTransport implements Transport {

    private final CoreGroup cores;

    /**
     * @param config      sizes of the machine
     * @param memoryBytes size of device memory
     */
    public FunctionalTransport(HardwareConfig config, long memoryBytes) {
        this.cores = new CoreGroup(config, new DeviceMemory(memoryBytes));
    }

    @Override
    public int readRegister(int offset) {
        return cores.readRegister(offset);
    }

    @Override
    public void writeRegister(int offset, int value) {
        cores.writeRegister(offset, value);
    }

    @Override
    public void writeMemory(long address, byte[] data) {
        cores.memory().write(address, data);
    }

    @Override
    public void readMemory(long address, byte[] data) {
        cores.memory().read(address, data, 0, data.length);
    }

    @Override
    public Stop advance(long budget) {
        try {
            return switch (cores.advance(budget)) {
                case DONE, IDLE -> Stop.DONE;
                case PRODUCED -> Stop.TOKEN;
                case BUDGET, MEETS -> Stop.BUDGET;
            };
        } catch (EmulatorFault e) {
            throw new FabricastException(ErrorCode.F9103, "device " + name(), "no fault", e.getMessage(),
                    "Run verify on the artefact.");
        }
    }

    @Override
    public String stalledChannel() {
        return "";
    }

    @Override
    public String name() {
        return "functional";
    }

    @Override
    public boolean countsCycles() {
        return false;
    }

    @Override
    public void close() {
        // nothing native is held
    }
}
