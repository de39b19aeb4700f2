// Sums of one output row: one running INT32 sum per input vector, and a queue of finished sums.
//
//   value = (first ? 0 : acc[vector]) + dot,  acc[vector] <= value,  and when last: finished[push_index] <= value
//
// The wrap-around of 32 bits is never reached: |dot| <= ARRAY * 2^14 and at most 2^16 inputs in a group. Which entries of
// the queue are in use is the drain's business. Latency 1 cycle from dot to sum, one dot per cycle. Nothing is reset: first
// overwrites.
`default_nettype none
module accumulator #(
  parameter integer VECTOR_BITS = 3,
  parameter integer DOT_BITS = 20,
  parameter integer DEPTH_LOG2 = 4
) (
  input  wire                       clk,
  input  wire                       en,
  input  wire                       first,
  input  wire                       last,
  input  wire [VECTOR_BITS-1:0]     vector,
  input  wire signed [DOT_BITS-1:0] dot,
  input  wire [DEPTH_LOG2-1:0]      push_index,
  input  wire [DEPTH_LOG2-1:0]      read_index,
  output wire [31:0]                sum
);
  reg [31:0] acc_q [0:(1 << VECTOR_BITS)-1];
  reg [31:0] finished_q [0:(1 << DEPTH_LOG2)-1];

  wire [31:0] extended = {{(32-DOT_BITS){dot[DOT_BITS-1]}}, dot};
  wire [31:0] value = first ? extended : acc_q[vector] + extended;

  assign sum = finished_q[read_index];

  always @(posedge clk) begin
    if (en) begin
      acc_q[vector] <= value;
      if (last) begin
        finished_q[push_index] <= value;
      end
    end
  end
endmodule
`default_nettype wire
