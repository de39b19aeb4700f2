/** The kernel language: functions and kernels of the special function unit. Manual: docs/kernels.md. */
grammar KernelLanguage;

file : item* EOF ;

item
    : 'fn' TYPE NAME '(' ( parameter ( ',' parameter )* )? ')' block                # function
    | 'kernel' NAME '(' ( port ( ',' port )* )? ')' block                           # kernel
    ;

parameter : TYPE NAME ;

port
    : 'in' 'stream' TYPE NAME                                                       # input
    | 'out' 'stream' TYPE NAME                                                      # output
    | 'result' TYPE NAME                                                            # result
    | TYPE NAME                                                                     # argument
    ;

block : '{' statement* '}' ;

statement
    : TYPE NAME '=' expression ';'                                                  # declare
    | NAME '=' expression ';'                                                       # assign
    | NAME '[' expression ']' '=' expression ';'                                    # store
    | NAME '<-' expression ';'                                                      # contribute
    | 'write' '(' NAME ',' expression ')' ';'                                       # write
    | 'rewind' '(' NAME ')' ';'                                                     # rewind
    | 'return' expression ';'                                                       # return
    | 'mem' TYPE NAME '[' INTEGER ']' ';'                                           # memory
    | 'table' TYPE NAME '[' INTEGER ']' '=' '{' entry ( ',' entry )* '}' ';'        # table
    | 'vector'? 'for' '(' NAME ':' expression ')' ( reduce ( ',' reduce )* )? block # loop
    ;

reduce : 'reduce' '(' NAME ',' INTEGER ')' TYPE NAME ;

entry : '-'? ( INTEGER | FLOAT ) ;

expression
    : INTEGER                                                                       # integer
    | FLOAT                                                                         # float
    | ( 'true' | 'false' )                                                          # boolean
    | NAME                                                                          # name
    | 'read' '(' NAME ')'                                                           # read
    | TYPE '(' expression ')'                                                       # convert
    | NAME '(' ( expression ( ',' expression )* )? ')'                              # call
    | NAME '[' expression ']'                                                       # index
    | '(' expression ')'                                                            # group
    | operator=( '-' | '~' | '!' ) expression                                       # unary
    | expression operator='*' expression                                            # binary
    | expression operator=( '+' | '-' ) expression                                  # binary
    | expression operator=( '<<' | '>>' ) expression                                # binary
    | expression operator=( '<' | '<=' | '>' | '>=' ) expression                    # binary
    | expression operator=( '==' | '!=' ) expression                                # binary
    | expression operator='&' expression                                            # binary
    | expression operator='^' expression                                            # binary
    | expression operator='|' expression                                            # binary
    | <assoc=right> expression '?' expression ':' expression                        # conditional
    ;

TYPE : 'f32' | 'f16' | 'bool' | [ui] [1-9] [0-9]* ;

FLOAT
    : [0-9]+ '.' [0-9]+ ( [eE] [+-]? [0-9]+ )?
    | [0-9]+ [eE] [+-]? [0-9]+
    | '0x' [0-9a-fA-F]+ ( '.' [0-9a-fA-F]+ )? [pP] [+-]? [0-9]+
    ;

INTEGER : '0x' [0-9a-fA-F]+ | '0b' [01]+ | [0-9]+ ;

NAME : [a-zA-Z_] [a-zA-Z_0-9]* ;

COMMENT : '//' ~[\r\n]* -> skip ;

SPACE : [ \t\r\n]+ -> skip ;
