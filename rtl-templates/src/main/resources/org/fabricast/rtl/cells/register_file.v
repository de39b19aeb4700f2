// The sequencer's registers: six combinational read ports, one write port. Register 0 reads 0 and is never written.
//
// What is written reads back one cycle later. A register reads 0 from reset until it is written: one bit per register says
// whether it was, so the words need no reset.
`default_nettype none
module register_file (
  input  wire        clk,
  input  wire        rst,
  input  wire        write,
  input  wire [4:0]  write_index,
  input  wire [31:0] write_data,
  input  wire [4:0]  index_0,
  input  wire [4:0]  index_1,
  input  wire [4:0]  index_2,
  input  wire [4:0]  index_3,
  input  wire [4:0]  index_4,
  input  wire [4:0]  index_5,
  output wire [31:0] data_0,
  output wire [31:0] data_1,
  output wire [31:0] data_2,
  output wire [31:0] data_3,
  output wire [31:0] data_4,
  output wire [31:0] data_5
);
  reg [31:0] words_q [0:31];
  reg [31:0] written_q;

  assign data_0 = written_q[index_0] ? words_q[index_0] : 32'd0;
  assign data_1 = written_q[index_1] ? words_q[index_1] : 32'd0;
  assign data_2 = written_q[index_2] ? words_q[index_2] : 32'd0;
  assign data_3 = written_q[index_3] ? words_q[index_3] : 32'd0;
  assign data_4 = written_q[index_4] ? words_q[index_4] : 32'd0;
  assign data_5 = written_q[index_5] ? words_q[index_5] : 32'd0;

  always @(posedge clk) begin
    if (write) begin
      words_q[write_index] <= write_data;
    end
    if (rst) begin
      written_q <= 32'd0;
    end else if (write && write_index != 5'd0) begin
      written_q[write_index] <= 1'b1;
    end
  end
endmodule
`default_nettype wire
