// A group of the sparse chain: two DSP slices whose cascade is fixed, behind their sparse multiplexers.
//
// Slice k of the group (0, 1) selects a_k = x0[index_k] and b_k = x1[index_k], and multiplies
//
//   rows:  lower w0_k and upper w1_k by a_k            (two rows, one activation)
//   else:  lower a_k and upper b_k by second ? w1_k : w0_k   (two activations, one weight)
//
// and the group adds: lower sum + 2^18 upper sum, to the cascade, or to nothing where cut (the Z multiplexer). All operands
// enter together, and two cycles after those of the group before. p leaves 4 cycles later; parity with it.
//
// parity is that of the upper sum since the cut: upper products modulo 2 are the ANDs of the factors' lowest bits. It goes
// from group to group like the sum: parity_in is the parity_out of the group before. One enable, no reset.
`default_nettype none
module dsp_group (
  input  wire         clk,
  input  wire         en,
  input  wire         rows,
  input  wire         second,
  input  wire         cut,
  input  wire [127:0] x0,
  input  wire [127:0] x1,
  input  wire [15:0]  w0,
  input  wire [15:0]  w1,
  input  wire [7:0]   index,
  input  wire         parity_in,
  output wire         parity_out,
  input  wire [47:0]  pcin,
  output wire [47:0]  pcout,
  output wire [47:0]  p,
  output wire         parity
);
  wire [7:0]  a_0;
  wire [7:0]  a_1;
  wire [7:0]  b_0;
  wire [7:0]  b_1;
  sparse_mux u_a_0 (.x(x0), .index(index[3:0]), .z(a_0));
  sparse_mux u_a_1 (.x(x0), .index(index[7:4]), .z(a_1));
  sparse_mux u_b_0 (.x(x1), .index(index[3:0]), .z(b_0));
  sparse_mux u_b_1 (.x(x1), .index(index[7:4]), .z(b_1));

  wire [7:0] lower_0 = rows ? w0[7:0] : a_0;
  wire [7:0] lower_1 = rows ? w0[15:8] : a_1;
  wire [7:0] upper_0 = rows ? w1[7:0] : b_0;
  wire [7:0] upper_1 = rows ? w1[15:8] : b_1;
  wire [7:0] shared_0 = rows ? a_0 : second ? w1[7:0] : w0[7:0];
  wire [7:0] shared_1 = rows ? a_1 : second ? w1[15:8] : w0[15:8];

  // Stage k: k cycles after the operands.
  reg cut_1_q;
  reg parity_1_q;
  reg parity_2_q;
  reg parity_3_q;
  reg parity_4_q;
  always @(posedge clk) begin
    if (en) begin
      cut_1_q <= cut;
      parity_1_q <= (upper_0[0] && shared_0[0]) ^ (upper_1[0] && shared_1[0]) ^ (!cut && parity_in);
      parity_2_q <= parity_1_q;
      parity_3_q <= parity_2_q;
      parity_4_q <= parity_3_q;
    end
  end
  assign parity_out = parity_2_q;
  assign parity = parity_4_q;

  wire [47:0] inner;
  wire [47:0] inner_unused;
  dsp_slice #(.DEEP(0)) u_slice_0 (
    .clk(clk), .en(en), .upper(upper_0), .lower(lower_0), .shared(shared_0), .start(cut_1_q), .pcin(pcin), .pcout(inner),
    .p(inner_unused));
  dsp_slice #(.DEEP(1)) u_slice_1 (
    .clk(clk), .en(en), .upper(upper_1), .lower(lower_1), .shared(shared_1), .start(1'b0), .pcin(inner), .pcout(pcout), .p(p));
endmodule
`default_nettype wire
