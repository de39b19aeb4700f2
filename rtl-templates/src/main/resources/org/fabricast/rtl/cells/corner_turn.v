// 2 x 2 corner turn behind a chain: from rows one after the other to vectors one after the other.
//
// A word of a sparse stream gives of a pair of rows first the even row's sums of two vectors (low, high), then the odd row's.
// Wanted are the sums of both rows of one vector:
//
//   turn 0  dense: low is the even row's, high the odd one's, as they are
//   turn 1  first vector, when the odd row's sums come: kept low, low
//   turn 2  second vector, a cycle or more later, at the latest when the next even row's sums come: kept high, kept high
//
// keep_even, keep_odd: sums of a row of a sparse word are there. Nothing is reset.
`default_nettype none
module corner_turn (
  input  wire               clk,
  input  wire               keep_even,
  input  wire               keep_odd,
  input  wire [1:0]         turn,
  input  wire signed [19:0] low,
  input  wire signed [19:0] high,
  output wire signed [19:0] even,
  output wire signed [19:0] odd
);
  reg signed [19:0] even_low_q;
  reg signed [19:0] even_high_q;
  reg signed [19:0] odd_high_q;
  assign even = turn[1] ? even_high_q : turn[0] ? even_low_q : low;
  assign odd = turn[1] ? odd_high_q : turn[0] ? low : high;

  always @(posedge clk) begin
    if (keep_even) begin
      even_low_q <= low;
      even_high_q <= high;
    end
    if (keep_odd) odd_high_q <= high;
  end
endmodule
`default_nettype wire
