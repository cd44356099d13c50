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
    private readonly List<PhaseSignal> _signals = [];

    /// <summary>Decodes kernels.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="kernels">The kernels, in the numbering of the simulation.</param>
    /// <param name="residentBlocks">Blocks of each that fit on a multiprocessor.</param>
    /// <exception cref="ArgumentException">The machine lacks an instruction or a format.</exception>
    public DecodedWork(GpuMachine machine, IReadOnlyList<Kernel> kernels, IReadOnlyList<int> residentBlocks)
    {
        _machine = machine;
        Kernels = [.. kernels.Select((kernel, number) => DecodedKernel.Of(machine, kernel, residentBlocks[number], Decode(kernel)))];
        (Code, Loops, Patterns, Signals) = ([.. _code], [.. _loops], [.. _patterns], [.. _signals]);
    }

    public DecodedInstruction[] Code { get; }
    public DecodedLoop[] Loops { get; }
    public AddressPattern[] Patterns { get; }
    public PhaseSignal[] Signals { get; }
    public DecodedKernel[] Kernels { get; }

    private RoleOfWarp[][] Decode(Kernel kernel) =>
        kernel.OwnRoles is null ? [Decode(kernel.Roles, kernel)] : [.. kernel.OwnRoles.Select(roles => Decode(roles, kernel))];

    private RoleOfWarp[] Decode(IReadOnlyList<WarpRole> roles, Kernel kernel)
    {
        List<RoleOfWarp> warps = [];
        foreach (WarpRole role in roles)
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
                int interval = IntervalOf(instruction, _machine.Micro.Tensor.PeakShare);
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
            case >= Operation.TensorAsync and <= Operation.WaitPhase:
                DecodeAsynchronous(ref decoded, instruction);
                break;
            default:
                DecodeAccess(ref decoded, instruction, patterns[instruction.Pattern]);
                break;
        }
        return decoded;
    }

    private int IntervalOf(Instruction instruction, double peakShare) =>
        _machine.TensorInterval(instruction.Argument, instruction.Format ?? "", peakShare)
            ?? throw new ArgumentException($"the tensor core of {_machine.Gpu.Name} does not compute {instruction.Format}; "
                + $"it has {string.Join(", ", _machine.Gpu.Peak.Formats.Where(format => format != "fp32"))}");

    // What an asynchronous instruction does goes on beside its own pipe, so its occupation of the tensor core is an argument.
    private void DecodeAsynchronous(ref DecodedInstruction decoded, Instruction instruction)
    {
        bool isTensor = instruction.Operation is >= Operation.TensorAsync and <= Operation.SignalTensor;
        if (_machine.Micro.Asynchronous is not { } timing || (isTensor && timing.TensorLatency is null))
        {
            throw new ArgumentException($"{_machine.Gpu.Name} has no {(isTensor ? "asynchronous matrix instructions" : "bulk copies and mbarriers")}");
        }
        decoded.Latency = (ushort)(isTensor ? timing.TensorLatency ?? 0 : timing.MbarrierCycles);
        if (instruction.Operation is Operation.TensorAsync or Operation.TensorBlock)
        {
            decoded.Wavefronts = (ushort)((instruction.Count + 127) / 128);
            // The four sub-partitions have equal parts of shared memory's bandwidth: few columns are bound by it.
            int partitions = instruction.Operation == Operation.TensorAsync ? GpuMachine.SubPartitions : 1;
            decoded.Argument = Math.Max(IntervalOf(instruction, 1), decoded.Wavefronts * partitions);
        }
        if (instruction.Signal is null) return;
        decoded.Argument = _signals.Count;
        _signals.Add(instruction.Signal);
    }

    private void DecodeAccess(ref DecodedInstruction decoded, Instruction instruction, AddressPattern pattern)
    {
        bool isShared = instruction.Operation is Operation.LoadShared or Operation.StoreShared;
        // The data of a copy pass when they arrive; at issue there are only addresses.
        int bytes = instruction.Operation == Operation.CopyAsync ? 1 : pattern.Rows * pattern.RowBytes;
        decoded.Pipe = Pipe.LoadStore;
        decoded.Interval = (ushort)(32 / _machine.Micro.LoadStore.Lanes);
        decoded.Wavefronts = (ushort)(isShared ? pattern.Wavefronts() : (bytes + 127) / 128);
        decoded.Latency = (ushort)(isShared ? _machine.Micro.LoadStore.SharedLatency : _machine.Micro.LoadStore.L1Latency);
    }
}
