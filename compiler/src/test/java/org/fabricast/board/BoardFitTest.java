package org.fabricast.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.hw.HardwareConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoardFitTest {

    private static BoardFit fit(String board) {
        return Boards.find(board).fit().orElseThrow();
    }

    private static HardwareConfig config(String board, int array, int lanes) {
        return BoardFit.resized(Boards.find(board).machine().orElseThrow().config(), array, lanes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"u280", "vhk158"})
    void theMachineOfABoardLeavesTheMarginOfEveryResourceAndDieFree(String board) {
        BoardFit fit = fit(board);
        Board.Machine machine = Boards.find(board).machine().orElseThrow();
        BoardFit.Choice choice = fit.machine(machine.config(), machine.cores().count());
        assertThat(choice.cores()).isLessThanOrEqualTo(fit.dies());
        for (long[] pair : List.of(new long[] {choice.all().dsp(), fit.device().dsp()}, new long[] {choice.all().lut(), fit.device().lut()},
                new long[] {choice.all().ff(), fit.device().ff()}, new long[] {choice.all().bram36(), fit.device().bram36()})) {
            assertThat(pair[0]).isPositive().isLessThanOrEqualTo((long) (0.9 * pair[1]));
            assertThat(pair[0] / choice.cores()).isLessThanOrEqualTo((long) (0.9 * pair[1] / fit.dies()));
        }
        assertThat(machine.config().cores()).isEqualTo(choice.cores());
    }

    /** 64 x 64 / 2 slices, two products per slice, four cores. */
    @Test
    void thePublishedMachineIsRefusedBecauseItsProductsAloneAreMoreThanTheSlicesOfTheBoard() {
        assertThatThrownBy(() -> fit("vhk158").require("vhk158", config("vhk158", 64, 8), 4)).isInstanceOf(FabricastException.class)
                .hasMessageContaining("F4006").hasMessageContaining("8,192 DSP slices for products alone of 7,392")
                .hasMessageContaining("Fits: 4 cores of 32 x 32");
    }

    @Test
    void moreCoresThanDiesAreRefused() {
        assertThatThrownBy(() -> fit("u280").require("u280", config("u280", 16, 4), 4)).isInstanceOf(FabricastException.class)
                .hasMessageContaining("4 cores on 3 dies");
    }

    /** 512 slices, 8 lanes of two products of two slices, four of SYS.MUL; the kernels apart. */
    @Test
    void theSlicesOfACoreAreThoseOfItsArrayItsLanesItsSequencerAndItsKernels() {
        CoreEstimate core = CoreEstimate.of(config("u280", 32, 8));
        long kernels = core.parts().stream().filter(part -> part.name().startsWith("kernel_")).mapToLong(part -> part.all().dsp()).sum();
        assertThat(core.total().dsp() - kernels).isEqualTo(512 + 8 * 2 * 2 + 4);
    }

    /** 10 of 32 channels of 14.375 GB/s · 0.924 at 225 MHz: 590.3 bytes, at 3.5 + 16/128 bits 1,302.8 weights. */
    @Test
    void memoryGivesACoreOfU280WhatItsChannelsSustain() {
        BoardFit.Choice choice = fit("u280").machine(config("u280", 32, 8), 3);
        assertThat(choice.channels()).isEqualTo(10);
        assertThat(choice.wanted()).isBetween(1302.0, 1303.0);
        assertThat(choice.done()).isEqualTo(1024);
        assertThat(choice.memoryBound()).isFalse();
        assertThat(fit("u280").machine(config("u280", 64, 4), 3).done()).isEqualTo(2048);
    }

    /** With memory of a third of the speed an array of 16 keeps up: 142 weights a cycle. */
    @Test
    void theSmallestArrayThatMultipliesWhatMemoryGivesIsTaken() {
        BoardFit fit = fit("u280");
        BoardFit slow = new BoardFit(fit.device(), fit.dies(), fit.margin(), new BoardFit.Memory(3, 64), fit.goal());
        BoardFit.Choice choice = slow.choose(config("u280", 16, 8)).orElseThrow();
        assertThat(choice.config().array()).isEqualTo(16);
        assertThat(choice.cores()).isEqualTo(3);
        assertThat(choice.memoryBound()).isTrue();
    }
}
