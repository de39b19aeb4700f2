// Memory with one write port and one read port; what is read appears in the cycle after en and then stays.
//
// Reading and writing one word in the same cycle gives the old word. Nothing is reset.
`default_nettype none
module read_memory #(
  parameter integer WIDTH = 128,
  parameter integer ADDRESS_BITS = 8
) (
  input  wire                    clk,
  input  wire                    w_valid,
  input  wire [ADDRESS_BITS-1:0] w_addr,
  input  wire [WIDTH-1:0]        w_data,
  input  wire                    en,
  input  wire [ADDRESS_BITS-1:0] r_addr,
  output wire [WIDTH-1:0]        r_data
);
  reg [WIDTH-1:0] words_q [0:(1 << ADDRESS_BITS)-1];
  reg [WIDTH-1:0] data_q;
  assign r_data = data_q;

  always @(posedge clk) begin
    if (w_valid) words_q[w_addr] <= w_data;
    if (en) data_q <= words_q[r_addr];
  end
endmodule
`default_nettype wire
