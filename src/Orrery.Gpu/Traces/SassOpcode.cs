using System.Collections.Frozen;
using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Traces;

/// <summary>What the simulator makes of an instruction of the hardware, by the first part of its mnemonic.</summary>
internal static class SassOpcode
{
    private static readonly FrozenDictionary<string, Operation> Operations = new (Operation Operation, string[] Names)[]
    {
        (Operation.Fp32, ["FADD", "FADD32I", "FMUL", "FMUL32I", "FFMA", "FFMA32I", "FSETP", "FSET", "FSEL", "FMNMX", "FCHK", "FSWZADD"]),
        (Operation.Fp16, ["HADD2", "HADD2_32I", "HMUL2", "HMUL2_32I", "HFMA2", "HFMA2_32I", "HSET2", "HSETP2", "HMNMX2"]),
        (Operation.Special, ["MUFU", "I2F", "F2I", "F2F", "I2I", "FRND", "POPC", "FLO", "BREV", "F2FP"]),
        (Operation.Tensor, ["HMMA", "IMMA", "BMMA", "QMMA"]),
        (Operation.LoadGlobal, ["LDG", "LD", "LDL", "ATOM", "ATOMG"]),
        (Operation.StoreGlobal, ["STG", "ST", "STL", "RED"]),
        (Operation.LoadShared, ["LDS", "LDSM", "ATOMS"]),
        (Operation.StoreShared, ["STS"]),
        (Operation.CopyAsync, ["LDGSTS"]),
        (Operation.CommitGroup, ["LDGDEPBAR"]),
        (Operation.WaitGroup, ["DEPBAR"]),
        (Operation.Barrier, ["BAR"]),
        (Operation.Branch, ["BRA", "BRX", "JMP", "JMX", "CALL", "RET", "KILL", "BPT", "EXIT"]),
    }.SelectMany(group => group.Names.Select(name => (name, group.Operation))).ToFrozenDictionary(pair => pair.name, pair => pair.Operation, StringComparer.Ordinal);

    // Double precision has no pipe of its own here.
    private static readonly FrozenSet<string> Unknown = FrozenSet.Create(StringComparer.Ordinal, "DADD", "DMUL", "DFMA", "DSETP", "DMMA", "TEX", "TLD", "TLD4", "SULD", "SUST", "WGMMA", "HGMMA", "UTMALDG", "UTMASTG");

    /// <summary>What an instruction does; everything that is in no list is integer arithmetic. Null for what is not modelled.</summary>
    public static Operation? OperationOf(string opcode)
    {
        string name = opcode.Split('.')[0];
        if (Unknown.Contains(name)) return null;
        // A shuffle between lanes goes through the load/store unit as a conflict-free access does.
        return name == "SHFL" ? Operation.LoadShared : Operations.TryGetValue(name, out Operation operation) ? operation : Operation.Int;
    }

    /// <summary>Multiply-adds and format of a matrix instruction: <c>HMMA.16816.F32</c> is m16n8k16; null where its shape is not known.</summary>
    public static (int MultiplyAdds, string Format)? MatrixOf(string opcode)
    {
        string[] parts = opcode.Split('.');
        string format = parts[0] == "IMMA" ? parts.Any(part => part is "S4" or "U4") ? "int4" : "int8"
            : parts[0] == "QMMA" ? "fp8" : parts.Contains("BF16") ? "bf16" : parts.Contains("TF32") ? "tf32" : "fp16";
        int? size = parts.Skip(1).Select(part => part switch
        {
            "884" => 8 * 8 * 4,
            "1684" => 16 * 8 * 4,
            "1688" => 16 * 8 * 8,
            "16816" => 16 * 8 * 16,
            "16832" => 16 * 8 * 32,
            "16864" => 16 * 8 * 64,
            "8816" => 8 * 8 * 16,
            "8832" => 8 * 8 * 32,
            _ => (int?)null,
        }).FirstOrDefault(found => found is not null);
        return size is { } multiplyAdds ? (multiplyAdds, format) : null;
    }
}
