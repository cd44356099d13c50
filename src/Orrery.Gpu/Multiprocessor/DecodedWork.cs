using Orrery.Engine.State;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Multiprocessor;

/// <summary>The kernels of a simulation made ready for a machine: the programs of all roles of all kernels in one table.</summary>
[NotState]
internal sealed class DecodedWork
{
    // Scoreboard results travel in events, whose ring holds this much without going round.
    private const int MostLatency = 4000;

    private readonly GpuMachine _machine;
    private readonly List<DecodedInstruction> _code = [];
    private readonly List<DecodedLoop> _loops = [];
    private readonly List<AddressPattern> _patterns = [];

    /// <summary>Decodes kernels.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="kernels">The kernels, in the numbering of the simulation.</param>
    /// <param name="residentBlocks">Blocks of each that fit on a multiprocessor.</param>
    /// <exception cref="ArgumentException">The tensor core lacks a format.</exception>
    public DecodedWork(GpuMachine machine, IReadOnlyList<Kernel> kernels, IReadOnlyList<int> residentBlocks)
    {
        _machine = machine;
        Kernels = [.. kernels.Select((kernel, number) => DecodedKernel.Of(machine, kernel, residentBlocks[number], Decode(kernel)))];
        (Code, Loops, Patterns) = ([.. _code], [.. _loops], [.. _patterns]);
    }

    public DecodedInstruction[] Code { get; }
    public DecodedLoop[] Loops { get; }
    public AddressPattern[] Patterns { get; }
    public DecodedKernel[] Kernels { get; }

    private RoleOfWarp[] Decode(Kernel kernel)
    {
        List<RoleOfWarp> warps = [];
        foreach (WarpRole role in kernel.Roles)
        {
            int start = _code.Count;
            Decode(role.Program, kernel);
            for (int warp = 0; warp < role.Warps; warp++) warps.Add(new RoleOfWarp(start, warp));
        }
        return [.. warps];
    }

    private void Decode(WarpProgram program, Kernel kernel)
    {
        (int start, int firstLoop, int firstPattern) = (_code.Count, _loops.Count, _patterns.Count);
        ProgramLoop[] loops = [.. program.Loops];
        for (int at = 0; at < program.Instructions.Count; at++)
        {
            DecodedInstruction decoded = Decode(program.Instructions[at], program.Patterns, kernel);
            decoded.Pattern = program.Instructions[at].Pattern + firstPattern;
            decoded.Loop = Array.FindIndex(loops, loop => loop.Last == at) is >= 0 and int found ? found + firstLoop : -1;
            decoded.Optional = Array.FindLastIndex(loops, loop => loop.First == at && !loop.IsFixed && loop.Least == 0) is >= 0 and int passed
                ? passed + firstLoop : -1;
            _code.Add(decoded);
        }
        for (int at = 0; at < loops.Length; at++)
        {
            ProgramLoop loop = loops[at];
            int outer = Array.FindLastIndex(loops, other => other.Last == loop.Last && other.Depth == loop.Depth - 1);
            _loops.Add(new DecodedLoop(loop, loop.First + start, loop.Last + start, loop.Trips, loop.IsFixed, loop.Depth, outer > at ? outer + firstLoop : -1));
        }
        _patterns.AddRange(program.Patterns);
    }

    private DecodedInstruction Decode(Instruction instruction, IReadOnlyList<AddressPattern> patterns, Kernel kernel)
    {
        var decoded = new DecodedInstruction
        {
            Operation = instruction.Operation,
            Writes = instruction.Writes,
            Waits = instruction.Reads | instruction.Writes | PendingBits.Always,
            Interval = 1,
            Pipe = Pipe.Control,
            Argument = instruction.Argument,
            Count = instruction.Count,
        };
        if (_machine.VectorPipe(instruction.Operation) is { } pipe)
        {
            decoded.Pipe = (byte)instruction.Operation;
            decoded.Interval = (ushort)(32 / pipe.Lanes);
            decoded.Latency = (ushort)pipe.Latency;
            return decoded;
        }
        switch (instruction.Operation)
        {
            case Operation.Tensor:
                int interval = _machine.TensorInterval(instruction.Argument, instruction.Format ?? "")
                    ?? throw new ArgumentException($"the tensor core of {_machine.Gpu.Name} does not compute {instruction.Format}; "
                        + $"it has {string.Join(", ", _machine.Gpu.Peak.Formats.Where(format => format != "fp32"))}");
                decoded.Pipe = Pipe.Tensor;
                decoded.Interval = (ushort)interval;
                double latency = _machine.Micro.Tensor.BaseLatency + _machine.Micro.Tensor.LatencyPerCycle * interval;
                decoded.Latency = (ushort)Math.Min(MostLatency, Math.Round(latency));
                break;
            case Operation.Branch:
                decoded.Latency = (ushort)_machine.Micro.BranchCycles;
                break;
            case Operation.Barrier:
                decoded.Latency = (ushort)_machine.Micro.BarrierCycles;
                decoded.Count = instruction.Count == 0 ? kernel.WarpsPerBlock : instruction.Count;
                break;
            case Operation.Exit:
                decoded.Waits = ulong.MaxValue;
                break;
            case Operation.CommitGroup or Operation.WaitGroup:
                break;
            default:
                DecodeAccess(ref decoded, instruction, patterns[instruction.Pattern]);
                break;
        }
        return decoded;
    }

    private void DecodeAccess(ref DecodedInstruction decoded, Instruction instruction, AddressPattern pattern)
    {
        bool isShared = instruction.Operation is Operation.LoadShared or Operation.StoreShared;
        int bytes = pattern.Rows * pattern.RowBytes;
        decoded.Pipe = Pipe.LoadStore;
        decoded.Interval = (ushort)(32 / _machine.Micro.LoadStore.Lanes);
        decoded.Wavefronts = (ushort)(isShared ? pattern.Wavefronts() : (bytes + 127) / 128);
        decoded.Latency = (ushort)(isShared ? _machine.Micro.LoadStore.SharedLatency : _machine.Micro.LoadStore.L1Latency);
    }
}
