package org.fabricast.cosim.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.fabricast.diag.FabricastException;
import org.fabricast.driver.RtlOptions;
import org.fabricast.driver.RtlTransport;
import org.fabricast.driver.verilator.BuildListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that break the rules of their ports, and memory that cannot be had: each ends with its own code. */
class RogueMachineTest {

    private static final int BUS_BYTES = 8;

    @TempDir
    private Path directory;

    /**
     * A machine with the ports of {@code fabricast_top}: it answers registers with 0 if {@code answers}, and reads
     * {@code beats} beats at {@code address} for ever.
     */
    private Path machine(boolean answers, String address, int beats) throws IOException {
        String verilog = """
                module rogue (
                  input  wire ap_clk, input wire ap_rst_n,
                  // verilator lint_off SYMRSVDWORD
                  output wire interrupt,
                  input  wire s_axi_control_awvalid, output wire s_axi_control_awready, input wire [15:0] s_axi_control_awaddr,
                  input  wire s_axi_control_wvalid, output wire s_axi_control_wready, input wire [31:0] s_axi_control_wdata,
                  input  wire [3:0] s_axi_control_wstrb, output reg s_axi_control_bvalid, input wire s_axi_control_bready,
                  input  wire s_axi_control_arvalid, output wire s_axi_control_arready, input wire [15:0] s_axi_control_araddr,
                  output reg s_axi_control_rvalid, input wire s_axi_control_rready, output wire [31:0] s_axi_control_rdata,
                  output wire m_axi_gmem0_arvalid, input wire m_axi_gmem0_arready, output wire [63:0] m_axi_gmem0_araddr,
                  output wire [7:0] m_axi_gmem0_arlen, output wire m_axi_gmem0_arid,
                  input  wire m_axi_gmem0_rvalid, output wire m_axi_gmem0_rready, input wire [63:0] m_axi_gmem0_rdata,
                  input  wire m_axi_gmem0_rlast, input wire m_axi_gmem0_rid, input wire [1:0] m_axi_gmem0_rresp,
                  output wire m_axi_gmem0_awvalid, input wire m_axi_gmem0_awready, output wire [63:0] m_axi_gmem0_awaddr,
                  output wire [7:0] m_axi_gmem0_awlen, output wire m_axi_gmem0_awid,
                  output wire m_axi_gmem0_wvalid, input wire m_axi_gmem0_wready, output wire [63:0] m_axi_gmem0_wdata,
                  output wire [7:0] m_axi_gmem0_wstrb, output wire m_axi_gmem0_wlast,
                  input  wire m_axi_gmem0_bvalid, output wire m_axi_gmem0_bready, input wire m_axi_gmem0_bid,
                  input  wire [1:0] m_axi_gmem0_bresp
                );
                  wire answers = ANSWERS;
                  assign interrupt = 1'b0;
                  assign s_axi_control_awready = answers && s_axi_control_wvalid;
                  assign s_axi_control_wready = answers && s_axi_control_awvalid;
                  assign s_axi_control_arready = answers;
                  assign s_axi_control_rdata = 32'd0;
                  assign m_axi_gmem0_arvalid = ap_rst_n;
                  assign m_axi_gmem0_araddr = ADDRESS;
                  assign m_axi_gmem0_arlen = LENGTH;
                  assign m_axi_gmem0_arid = 1'b0;
                  assign m_axi_gmem0_rready = 1'b1;
                  assign m_axi_gmem0_awvalid = 1'b0;
                  assign m_axi_gmem0_awaddr = 64'd0;
                  assign m_axi_gmem0_awlen = 8'd0;
                  assign m_axi_gmem0_awid = 1'b0;
                  assign m_axi_gmem0_wvalid = 1'b0;
                  assign m_axi_gmem0_wdata = 64'd0;
                  assign m_axi_gmem0_wstrb = 8'd0;
                  assign m_axi_gmem0_wlast = 1'b0;
                  assign m_axi_gmem0_bready = 1'b1;
                  always @(posedge ap_clk) begin
                    s_axi_control_bvalid <= s_axi_control_awvalid && s_axi_control_awready;
                    s_axi_control_rvalid <= s_axi_control_arvalid && answers;
                  end
                endmodule
                """.replace("ANSWERS", answers ? "1'b1" : "1'b0").replace("ADDRESS", address)
                .replace("LENGTH", "8'd" + (beats - 1));
        return Files.writeString(directory.resolve("rogue.v"), verilog);
    }

    private static RtlTransport open(Path verilog, long memoryBytes) {
        return RtlTransport.open(List.of(verilog), "rogue", BUS_BYTES, memoryBytes, 4, RtlOptions.PLAIN,
                BuildListener.SILENT);
    }

    @Test
    void aBurstAcrossFourKibibytesIsNamed() throws IOException {
        try (RtlTransport transport = open(machine(true, "64'hff8", 2), 1 << 16)) {
            assertThatThrownBy(() -> transport.advance(100)).isInstanceOf(FabricastException.class)
                    .hasMessageContaining("F9105").hasMessageContaining("crosses 4 KiB");
        }
    }

    @Test
    void anAddressBesideTheBusIsNamed() throws IOException {
        try (RtlTransport transport = open(machine(true, "64'h004", 1), 1 << 16)) {
            assertThatThrownBy(() -> transport.advance(100)).isInstanceOf(FabricastException.class)
                    .hasMessageContaining("F9105").hasMessageContaining("not aligned");
        }
    }

    @Test
    void aControlPortThatNeverAnswersIsNoHang() throws IOException {
        Path verilog = machine(false, "64'd0", 1);
        assertThatThrownBy(() -> open(verilog, 1 << 16)).isInstanceOf(FabricastException.class)
                .hasMessageContaining("F9106").hasMessageContaining("control port");
    }

    @Test
    void memoryThatCannotBeReservedIsRefused() throws IOException {
        Path verilog = machine(true, "64'd0", 1);
        assertThatThrownBy(() -> open(verilog, 1L << 60)).isInstanceOf(FabricastException.class)
                .hasMessageContaining("F9104").hasMessageContaining(String.valueOf(1L << 60));
    }
}
