/*
 * The textual form of the graph level. One statement per fact, constant and node; what the words mean and which
 * operands and attributes an operator has is not syntax but checked by the reader.
 */
grammar Fir;

graph
    : 'graph' STRING '{' fact* constant* node* output '}' EOF
    ;

fact
    : WORD '=' value
    ;

constant
    : CONSTANT ':' type ('=' contents)?
    ;

contents
    : numbers
    | '@' STRING '+' NUMBER
    ;

node
    : VALUE ':' type '=' WORD '(' (operand (',' operand)*)? ')' attributes?
    ;

operand
    : VALUE
    | CONSTANT
    ;

attributes
    : '{' attribute (',' attribute)* '}'
    ;

attribute
    : WORD '=' value
    ;

value
    : NUMBER
    | numbers
    | WORD
    ;

numbers
    : '[' (NUMBER (',' NUMBER)*)? ']'
    ;

type
    : WORD numbers
    ;

output
    : 'output' VALUE
    ;

NUMBER
    : '-'? DIGIT+ ('.' DIGIT+)? ([eE] [+-]? DIGIT+)?
    | '-'? '0x' HEX+ ('.' HEX+)? 'p' [+-]? DIGIT+
    | '-'? 'inf'
    | 'nan'
    ;

WORD : [a-z] [A-Za-z0-9-]* ;

VALUE : '%' NAME ;

CONSTANT : '$' NAME ;

STRING : '"' ~["\\\u0000-\u001F]* '"' ;

COMMENT : '//' ~[\r\n]* -> skip ;

SPACE : [ \t\r\n]+ -> skip ;

fragment NAME : [A-Za-z0-9_] [A-Za-z0-9_./-]* ;

fragment DIGIT : [0-9] ;

fragment HEX : [0-9a-f] ;
