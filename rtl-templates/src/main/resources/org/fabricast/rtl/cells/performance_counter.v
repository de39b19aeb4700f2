// 64-bit counter: clear has precedence, else count += amount in cycles with en. Not reset: cleared by every start.
`default_nettype none
module performance_counter #(
  parameter integer AMOUNT_BITS = 1
) (
  input  wire                   clk,
  input  wire                   clear,
  input  wire                   en,
  input  wire [AMOUNT_BITS-1:0] amount,
  output wire [63:0]            count
);
  reg [63:0] count_q;

  assign count = count_q;

  always @(posedge clk) begin
    if (clear) begin
      count_q <= 64'd0;
    end else if (en) begin
      count_q <= count_q + {{(64-AMOUNT_BITS){1'b0}}, amount};
    end
  end
endmodule
`default_nettype wire
