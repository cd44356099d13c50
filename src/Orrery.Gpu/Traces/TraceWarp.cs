using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Traces;

/// <summary>The instructions of a traced warp as a program without loops.</summary>
internal sealed class TraceWarp
{
    private const int WordBytes = 4;
    private const int Registers = 256;

    private readonly ProgramBuilder _program = new();

    // The group that holds each register's value. Every write takes the next group in turn, as if registers were renamed: a trace
    // has no loops, and 60 writes later a value has long been there.
    private readonly int[] _groupOf = new int[Registers];
    private int _nextGroup;

    /// <summary>Instructions that the trace announces.</summary>
    public int Announced { get; set; }

    /// <summary>Instructions that follow in the trace, broken ones included.</summary>
    public int Count { get; set; }

    /// <summary>Adds an instruction; returns what is wrong with it, or nothing.</summary>
    public string Add(TraceLine line)
    {
        if (SassOpcode.OperationOf(line.Opcode) is not { } operation) return $"{line.Opcode} is not modelled";
        ulong reads = Groups(line.Sources, operation == Operation.Tensor ? 2 : IsStore(operation) ? WordsOf(line) : 1);
        switch (operation)
        {
            case Operation.Tensor:
                if (SassOpcode.MatrixOf(line.Opcode) is not { } matrix) return $"the shape of {line.Opcode} is not known";
                _ = _program.Tensor(matrix.MultiplyAdds, 1, 1, matrix.Format, Write(line.Destinations, 4), reads);
                break;
            case Operation.Branch:
                _ = _program.Branch();
                break;
            case Operation.Barrier:
                _ = _program.Barrier();
                break;
            case Operation.CommitGroup:
                _ = _program.Commit();
                break;
            case Operation.WaitGroup:
                _ = _program.Wait(Math.Clamp(line.Immediate, 0, 6));
                break;
            case Operation.LoadGlobal or Operation.StoreGlobal or Operation.LoadShared or Operation.StoreShared or Operation.CopyAsync:
                AddAccess(line, operation, reads);
                break;
            default:
                _ = _program.Math(operation, Write(line.Destinations, 1), reads);
                break;
        }
        return "";
    }

    /// <summary>The program of what was added.</summary>
    public WarpProgram Build() => _program.Build();

    private void AddAccess(TraceLine line, Operation operation, ulong reads)
    {
        ulong writes = IsStore(operation) || operation == Operation.CopyAsync ? 0 : Write(line.Destinations, WordsOf(line));
        if (line.Addresses.Length > 0)
            _ = _program.Memory(operation, LanePattern.Of(line.Addresses, Math.Max(line.Width, WordBytes)), writes, reads);
        else if (line.Width == 0 && operation == Operation.LoadShared)
            _ = _program.Memory(operation, AddressPattern.Coalesced(0, WordBytes), writes, reads);
        else
            // No lane is active: it issues, and nothing moves.
            _ = _program.Math(Operation.Int, writes, reads);
    }

    private static bool IsStore(Operation operation) => operation is Operation.StoreGlobal or Operation.StoreShared;

    private static int WordsOf(TraceLine line) => Math.Max(1, line.Width / WordBytes);

    private ulong Groups(int[] registers, int words)
    {
        ulong mask = 0;
        foreach (int register in registers)
        {
            for (int word = 0; word < words && register + word < TraceLine.ZeroRegister; word++) mask |= 1UL << _groupOf[register + word];
        }
        return mask;
    }

    private ulong Write(int[] registers, int words)
    {
        ulong mask = 0;
        foreach (int register in registers)
        {
            if (register == TraceLine.ZeroRegister) continue;
            int group = _nextGroup;
            _nextGroup = (_nextGroup + 1) % ProgramBuilder.RegisterGroups;
            for (int word = 0; word < words && register + word < TraceLine.ZeroRegister; word++) _groupOf[register + word] = group;
            mask |= 1UL << group;
        }
        return mask;
    }
}
