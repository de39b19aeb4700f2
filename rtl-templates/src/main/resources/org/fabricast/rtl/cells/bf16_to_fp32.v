// Bfloat16 to binary32, exact: z = (binary32) a. A NaN becomes 7fc00000.
//
// Why a cell for so little: an operand of a cell comes from a register anyway, and the upper half of a binary32 needs no
// logic but for NaN. Latency 1, one result per cycle, registers move only while en = 1. No reset: data only.
`default_nettype none

module bf16_to_fp32 (
  input  wire        clk,
  input  wire        en,
  input  wire [15:0] a,
  output wire [31:0] z
);
  reg [15:0] z_q;

  assign z = {z_q, 16'd0};

  always @(posedge clk) begin
    if (en) begin
      z_q <= (a[14:0] > 15'h7f80) ? 16'h7fc0 : a;
    end
  end
endmodule

`default_nettype wire
