// End of a group: takes the two sums apart that the cascade carries in one number.
//
// p = 2^18 S1 + S0 - 1 with at most 16 products in each sum, so -2^18 < S0 - 1 < 2^18: the lower field of 18 bits lacks one
// bit, its sign. Bit 18 of p is the sum without carry of that sign and the lowest bit of S1, which is parity. Hence
//
//   sign = p[18] ^ parity,   low = S0 = {sign, p[17:0]} + 1,   high = S1 = p[37:18] + sign
//
// Exact for all operands, -128 * -128 sixteen times included. Latency 1 cycle, one enable, no reset.
`default_nettype none
module reduction_node (
  input  wire               clk,
  input  wire               en,
  input  wire [37:0]        p,
  input  wire               parity,
  output wire signed [19:0] low,
  output wire signed [19:0] high
);
  wire sign = p[18] ^ parity;
  reg [19:0] low_q;
  reg [19:0] high_q;
  always @(posedge clk) begin
    if (en) begin
      low_q <= {sign, sign, p[17:0]} + 20'd1;
      high_q <= p[37:18] + {19'd0, sign};
    end
  end
  assign low = low_q;
  assign high = high_q;
endmodule
`default_nettype wire
