package org.fabricast.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;

import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.hw.RegisterMap.Register;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionalTransportTest {

    @TempDir
    Path directory;

    private static void start(Device device, int generate) {
        device.transport().writeRegister(RegisterMap.TOKENS, 7);
        device.write(Register.PROMPT_TOKENS, 1);
        device.write(Register.GENERATE_TOKENS, generate);
        device.write(Register.STOP_TOKEN, -1);
        device.write(Register.POSITION, 2);
        device.write(Register.CTRL, RegisterMap.AP_START);
    }

    @Test
    void advanceReturnsAtEachTokenAtTheEndAndWhenTheBudgetIsSpent() {
        try (Device device = Device.open(TinyArtefact.counting(directory.resolve("a"), List.of()),
                new FunctionalTransport(TinyArtefact.CONFIG, TinyArtefact.MEMORY))) {
            Transport transport = device.transport();
            start(device, 2);
            // 9 arguments, LOOP, TOKGET, two BRANCH, ADD, then TOKPUT is the fifteenth instruction.
            assertThat(transport.advance(14)).isEqualTo(Transport.Stop.BUDGET);
            assertThat(device.read(Register.CTRL) & RegisterMap.AP_IDLE).isZero();
            assertThat(transport.advance(1)).isEqualTo(Transport.Stop.TOKEN);
            assertThat(transport.readRegister(RegisterMap.TOKENS + 4)).isEqualTo(9);
            assertThat(transport.advance(1000)).isEqualTo(Transport.Stop.TOKEN);
            assertThat(transport.readRegister(RegisterMap.TOKENS + 8)).isEqualTo(12);
            assertThat(transport.advance(1000)).isEqualTo(Transport.Stop.DONE);
            assertThat(device.read(Register.CTRL)).isEqualTo(
                    RegisterMap.AP_DONE | RegisterMap.AP_IDLE | RegisterMap.AP_READY);
            assertThat(device.read(Register.CTRL)).as("done is cleared by reading").isEqualTo(RegisterMap.AP_IDLE);
            start(device, 1);
            assertThat(transport.advance(1000)).isEqualTo(Transport.Stop.TOKEN);
            assertThat(device.read(Register.PRODUCED)).as("of the second start").isEqualTo(1);
        }
    }

    @Test
    void itSaysThatItCountsNoCycles() {
        try (Transport transport = new FunctionalTransport(TinyArtefact.CONFIG, 64)) {
            assertThat(transport.countsCycles()).isFalse();
            assertThat(transport.name()).isEqualTo("functional");
            assertThat(transport.stalledChannel()).isEmpty();
            assertThat(transport.advance(1)).as("not started").isEqualTo(Transport.Stop.DONE);
        }
    }

    @Test
    void memoryIsReadBackAndItsBoundsAreHeld() {
        try (Transport transport = new FunctionalTransport(TinyArtefact.CONFIG, 64)) {
            transport.writeMemory(60, new byte[] {1, 2, 3, 4});
            byte[] back = new byte[5];
            transport.readMemory(59, back);
            assertThat(back).containsExactly(0, 1, 2, 3, 4);
            assertThatThrownBy(() -> transport.writeMemory(61, new byte[4])).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> transport.readMemory(60, back)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> transport.readRegister(1 << 16)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> transport.readRegister(2)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
