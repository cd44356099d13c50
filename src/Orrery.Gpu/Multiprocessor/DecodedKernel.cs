using Orrery.Engine.State;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Multiprocessor;

/// <summary>A kernel made ready for a machine: the programs of all roles in one table.</summary>
[NotState]
internal sealed class DecodedKernel
{
    // Scoreboard results travel in events, whose ring holds this much without going round.
    private const int MostLatency = 4000;

    private readonly GpuMachine _machine;

    public DecodedKernel(GpuMachine machine, Kernel kernel)
    {
        _machine = machine;
        List<DecodedInstruction> code = [];
        List<DecodedLoop> loops = [];
        List<AddressPattern> patterns = [];
        List<RoleOfWarp> warps = [];
        foreach (WarpRole role in kernel.Roles)
        {
            (int start, int firstLoop, int firstPattern) = (code.Count, loops.Count, patterns.Count);
            WarpProgram program = role.Program;
            for (int at = 0; at < program.Instructions.Count; at++)
            {
                DecodedInstruction decoded = Decode(program.Instructions[at], program.Patterns, kernel);
                decoded.Pattern = program.Instructions[at].Pattern + firstPattern;
                decoded.Loop = Array.FindIndex([.. program.Loops], loop => loop.Last == at) is >= 0 and int found ? found + firstLoop : -1;
                code.Add(decoded);
            }
            for (int at = 0; at < program.Loops.Count; at++)
            {
                ProgramLoop loop = program.Loops[at];
                int outer = -1;
                for (int other = program.Loops.Count - 1; other > at; other--)
                {
                    if (program.Loops[other].Last == loop.Last && program.Loops[other].Depth == loop.Depth - 1) outer = other + firstLoop;
                }
                loops.Add(new DecodedLoop(loop.First + start, loop.Trips, loop.Depth, outer));
            }
            patterns.AddRange(program.Patterns);
            for (int warp = 0; warp < role.Warps; warp++) warps.Add(new RoleOfWarp(start, warp));
        }
        (Code, Loops, Patterns, Warps) = ([.. code], [.. loops], [.. patterns], [.. warps]);
    }

    public DecodedInstruction[] Code { get; }
    public DecodedLoop[] Loops { get; }
    public AddressPattern[] Patterns { get; }

    /// <summary>Each warp of a block: where its program starts, and its number within its role.</summary>
    public RoleOfWarp[] Warps { get; }

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
                AddressPattern pattern = patterns[instruction.Pattern];
                bool isShared = instruction.Operation is Operation.LoadShared or Operation.StoreShared;
                int bytes = pattern.Rows * pattern.RowBytes;
                decoded.Pipe = Pipe.LoadStore;
                decoded.Interval = (ushort)(32 / _machine.Micro.LoadStore.Lanes);
                decoded.Wavefronts = (ushort)(isShared ? pattern.Wavefronts() : (bytes + 127) / 128);
                decoded.Latency = (ushort)(isShared ? _machine.Micro.LoadStore.SharedLatency : _machine.Micro.LoadStore.L1Latency);
                break;
        }
        return decoded;
    }
}

/// <summary>What a warp of a block is.</summary>
/// <param name="Start">Its first instruction.</param>
/// <param name="Number">Its number within its role.</param>
internal readonly record struct RoleOfWarp(int Start, int Number);
