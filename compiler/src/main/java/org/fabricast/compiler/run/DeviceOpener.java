package org.fabricast.compiler.run;

import java.util.Map;
import java.util.function.LongConsumer;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.driver.Device;
import org.fabricast.driver.FunctionalTransport;
import org.fabricast.driver.RtlOptions;
import org.fabricast.driver.RtlTransport;
import org.fabricast.driver.Session;
import org.fabricast.driver.verilator.BuildListener;
import org.fabricast.driver.verilator.VerilatorBuild;
import org.fabricast.ir.image.Artefact;
import org.fabricast.ir.image.Manifest;
import org.fabricast.ir.image.MemoryRegion;

/**
 * Opens artefacts on devices.
 *
 * @param environment where tools and cache are named
 * @param rtl         how simulated Verilog is run
 * @param builds      told how far Verilator is
 * @param tick        called many times a second while a machine works, with the cycles simulated so far (0 for the emulator)
 */
public record DeviceOpener(Map<String, String> environment, RtlOptions rtl, BuildListener builds, LongConsumer tick) {

    public DeviceOpener {
        environment = Map.copyOf(environment);
    }

    /** A quiet opener in {@code environment}. */
    public static DeviceOpener quiet(Map<String, String> environment) {
        return new DeviceOpener(environment, RtlOptions.PLAIN, BuildListener.SILENT, cycles -> { });
    }

    /** A session on a device of {@code kind} with {@code artefact} loaded. Errors: F1001 the reference needs a model. */
    public DeviceModel open(Artefact artefact, DeviceKind kind) {
        return switch (kind) {
            case REFERENCE -> throw new FabricastException(ErrorCode.F1001, "--device reference",
                    "a model: an artefact holds packed weights only", artefact.directory().toString(),
                    "Name the model the artefact was compiled from.");
            case FUNCTIONAL -> {
                Device device = Device.open(artefact, new FunctionalTransport(artefact.manifest().configuration(),
                        memoryBytes(artefact.manifest())));
                yield new DeviceModel(kind, Session.on(device, () -> tick.accept(0)));
            }
            case RTL -> {
                Manifest manifest = artefact.manifest();
                RtlTransport transport = RtlTransport.open(VerilatorBuild.of(environment), artefact.rtl(), manifest.top(),
                        manifest.configuration().busBytes(), manifest.configuration().cores(), memoryBytes(manifest),
                        manifest.board().memoryLatencyCycles(), rtl, builds);
                yield new DeviceModel(kind, Session.on(Device.open(artefact, transport),
                        () -> tick.accept(transport.cycles())));
            }
        };
    }

    /** Size of device memory that holds every region. */
    public static long memoryBytes(Manifest manifest) {
        long end = manifest.memoryMap().stream().mapToLong(MemoryRegion::end).max().orElse(0);
        return (end + 4095) / 4096 * 4096;
    }
}
