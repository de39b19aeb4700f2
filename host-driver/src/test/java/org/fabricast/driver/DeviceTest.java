package org.fabricast.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.hw.RegisterMap.Register;
import org.fabricast.ir.image.Artefact;
import org.fabricast.ir.image.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceTest {

    @TempDir
    Path directory;

    @Test
    void programAndWeightsAreLoadedWhereTheManifestSaysAndTheMachineIsTold() {
        Artefact artefact = TinyArtefact.bigram(directory.resolve("a"), List.of());
        try (Device device = Device.open(artefact, new FunctionalTransport(TinyArtefact.CONFIG, TinyArtefact.MEMORY))) {
            byte[] program = artefact.bytes(Manifest.PROGRAM_FILE);
            byte[] found = new byte[program.length];
            device.transport().readMemory(0, found);
            assertThat(found).isEqualTo(program);
            byte[] weights = artefact.bytes(Manifest.WEIGHTS_FILE);
            found = new byte[weights.length];
            device.transport().readMemory(4096, found);
            assertThat(found).isEqualTo(weights);
            assertThat(device.read(Register.PROGRAM_BASE_LO)).isZero();
            assertThat(device.read(Register.WEIGHTS_BASE_LO)).isEqualTo(4096);
            assertThat(device.read(Register.KV_BASE_LO)).isEqualTo(8192);
            assertThat(device.read(Register.IO_BASE_LO)).isEqualTo(12288);
            assertThat(device.manifest()).isEqualTo(artefact.manifest());
        }
    }

    @Test
    void hardwareOfAnotherConfigurationIsRefusedWithBothHashes() {
        Artefact artefact = TinyArtefact.counting(directory.resolve("a"), List.of());
        HardwareConfig other = HardwareConfig.sim64();
        assertThatThrownBy(() -> Device.open(artefact, new FunctionalTransport(other, TinyArtefact.MEMORY)))
                .isInstanceOfSatisfying(FabricastException.class, e -> assertThat(e.diagnostics()).singleElement()
                        .satisfies(d -> {
                            assertThat(d.code()).isEqualTo(ErrorCode.F9101);
                            assertThat(d.text()).contains("CONFIG_ID").contains("functional")
                                    .contains("0x" + TinyArtefact.CONFIG.hash().substring(0, 8))
                                    .contains("0x" + other.hash().substring(0, 8));
                        }));
    }

    @Test
    void aConfigurationOfEqualSizesIsTheSameHardwareWhateverItsName() {
        HardwareConfig c = TinyArtefact.CONFIG;
        HardwareConfig renamed = new HardwareConfig("renamed", c.array(), c.lanes(), c.vectors(), c.busBytes(),
                c.weightRingBytes(), c.kvRingBytes(), c.activationElements(), c.resultElements(), c.inputWords(),
                c.inputScales(), c.cacheBytes(), c.queueDepth(), c.burstBeats(), c.outstandingReads(),
                c.tokenCapacity(), c.slots());
        Artefact artefact = TinyArtefact.counting(directory.resolve("a"), List.of());
        try (Device device = Device.open(artefact, new FunctionalTransport(renamed, TinyArtefact.MEMORY))) {
            assertThat(device.read(Register.CONFIG_ID)).isEqualTo(c.hash32());
        }
    }

    @Test
    void aFaultOfTheMachineIsADiagnosticWithTheInstruction() {
        Artefact artefact = TinyArtefact.program(directory.resolve("a"), """
                SYS.ADD rd=r1 imm=1
                SYS.EXIT
                SYS.HALT
                """);
        try (Session session = TinyArtefact.session(artefact)) {
            assertThatThrownBy(() -> session.generate(new int[] {1}, GenerateOptions.greedy(1), token -> { }))
                    .isInstanceOfSatisfying(FabricastException.class, e -> assertThat(e.diagnostics()).singleElement()
                            .satisfies(d -> {
                                assertThat(d.code()).isEqualTo(ErrorCode.F9103);
                                assertThat(d.text()).contains("instruction 1").contains("SYS.EXIT");
                            }));
            assertThat(session.device().read(Register.FAULT)).isEqualTo(1);
        }
    }

    @Test
    void aProgramThatEndsWithoutATokenIsAFaultAndNotAnEndlessLoop() {
        Artefact artefact = TinyArtefact.program(directory.resolve("a"), "SYS.HALT\n");
        try (Session session = TinyArtefact.session(artefact)) {
            assertThatThrownBy(() -> session.generate(new int[] {1}, GenerateOptions.greedy(1), token -> { }))
                    .isInstanceOf(FabricastException.class).hasMessageContaining("F9103").hasMessageContaining("token");
        }
    }

    @Test
    void aLoadFromOutsideTheMemoryIsAFaultOnRead() {
        Artefact artefact = TinyArtefact.program(directory.resolve("a"), """
                LD.ACT mem=4096 n=4
                SYS.HALT
                """);
        try (Session session = TinyArtefact.session(artefact)) {
            assertThatThrownBy(() -> session.generate(new int[] {1}, GenerateOptions.greedy(1), token -> { }))
                    .isInstanceOf(FabricastException.class).hasMessageContaining("F9103").hasMessageContaining("LD.ACT");
            assertThat(session.device().read(Register.FAULT)).isEqualTo(2);
        }
    }
}
