MemcpyHtoD,0x0000000000010000,8192
vector-add.traceg
