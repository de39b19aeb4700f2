// Adds the sums of the chains that a row has, when it has more inputs than a chain sums.
//
// dot = sum over k of sums[k], exact: SUM_BITS + log2 SUMMANDS bits. A sum of four takes two levels of adders, well within a
// cycle. Latency 1 cycle, one enable, no reset.
`default_nettype none
module chain_adder #(
  parameter integer SUMMANDS = 2,  // 2 or 4
  parameter integer SUM_BITS = 20,
  parameter integer DOT_BITS = 21  // SUM_BITS + log2 SUMMANDS
) (
  input  wire                         clk,
  input  wire                         en,
  input  wire [SUMMANDS*SUM_BITS-1:0] sums,
  output wire signed [DOT_BITS-1:0]   dot
);
  reg [DOT_BITS-1:0] dot_q;
  assign dot = dot_q;

  reg [DOT_BITS-1:0] total;
  integer k;
  always @* begin
    total = {DOT_BITS{1'b0}};
    for (k = 0; k < SUMMANDS; k = k + 1) begin
      total = total + {{(DOT_BITS-SUM_BITS){sums[k*SUM_BITS+SUM_BITS-1]}}, sums[k*SUM_BITS +: SUM_BITS]};
    end
  end
  always @(posedge clk) if (en) dot_q <= total;
endmodule
`default_nettype wire
