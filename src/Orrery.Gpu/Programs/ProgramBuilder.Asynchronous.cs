namespace Orrery.Gpu.Programs;

// What runs beside the warps: matrix instructions and bulk copies since Hopper, and the mbarriers that tell when they are done.
public sealed partial class ProgramBuilder
{
    /// <summary>Bytes of a row of factors that one matrix instruction takes, whatever the format: its k.</summary>
    public const int TensorDepthBytes = 32;

    private const int RowsOfWarp = 16;
    private const int MostBoxRows = 256;
    private const int MostBoxRowBytes = 512;
    private const int SectorBytes = 32;

    /// <summary>
    /// A warp's quarter of <c>wgmma.mma_async.m64nNkK</c>: 16 rows, <paramref name="n"/> columns, a depth of 32 bytes. All four warps of the
    /// group issue it; B comes from shared memory once for them together.
    /// </summary>
    /// <param name="n">Columns, a multiple of 8 up to 256.</param>
    /// <param name="format">Format of the factors.</param>
    /// <param name="isAInRegisters">Whether A comes from registers; from shared memory otherwise.</param>
    /// <param name="reads">Registers that must be there: those of A.</param>
    public ProgramBuilder TensorAsync(int n, string format, bool isAInRegisters = false, ulong reads = 0)
    {
        if (n is < 8 or > 256 || n % 8 != 0) throw new ArgumentOutOfRangeException(nameof(n), n, "a multiple of 8 from 8 to 256");
        int bytes = n * TensorDepthBytes / 4 + (isAInRegisters ? 0 : RowsOfWarp * TensorDepthBytes);
        return Add(new Instruction(Operation.TensorAsync, Reads: reads, Argument: RowsOfWarp * n * DepthOf(format), Count: bytes, Format: format));
    }

    /// <summary><c>tcgen05.mma</c>: one warp starts a product on all tensor cores of the multiprocessor, sums in tensor memory.</summary>
    /// <param name="m">Rows, 64 or 128.</param>
    /// <param name="n">Columns, a multiple of 8 up to 256.</param>
    /// <param name="format">Format of the factors.</param>
    /// <param name="isAInTensorMemory">Whether A comes from tensor memory; from shared memory otherwise.</param>
    public ProgramBuilder TensorBlock(int m, int n, string format, bool isAInTensorMemory = false)
    {
        if (m is not (64 or 128)) throw new ArgumentOutOfRangeException(nameof(m), m, "64 or 128");
        if (n is < 8 or > 256 || n % 8 != 0) throw new ArgumentOutOfRangeException(nameof(n), n, "a multiple of 8 from 8 to 256");
        int bytes = (n + (isAInTensorMemory ? 0 : m)) * TensorDepthBytes;
        return Add(new Instruction(Operation.TensorBlock, Argument: m * n * DepthOf(format) / 4, Count: bytes, Format: format));
    }

    /// <summary>Closes the open group of asynchronous matrix instructions.</summary>
    public ProgramBuilder CommitTensor() => Add(new Instruction(Operation.CommitTensor));

    /// <summary>Waits until at most <paramref name="pending"/> closed groups of matrix instructions are on their way.</summary>
    public ProgramBuilder WaitTensor(int pending)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pending, 6);
        return Add(new Instruction(Operation.WaitTensor, Argument: pending));
    }

    /// <summary>Lets an mbarrier hear when this warp's asynchronous matrix instructions so far are done.</summary>
    public ProgramBuilder SignalTensor(PhaseRing ring, int perStage = 1) => Signal(Operation.SignalTensor, new PhaseSignal(ring, perStage));

    /// <summary>A box from global into shared memory; an mbarrier counts its bytes as they arrive.</summary>
    /// <param name="box">Up to 256 rows of up to 512 bytes, in whole sectors of 32.</param>
    /// <param name="ring">The mbarriers of the stages.</param>
    /// <param name="perStage">Boxes of this warp that go to one stage.</param>
    /// <param name="to">The blocks that get it: read from L2 once, delivered to each.</param>
    /// <param name="isSplit">True where each of those blocks keeps its share to itself.</param>
    public ProgramBuilder BulkLoad(AddressPattern box, PhaseRing ring, int perStage = 1, ClusterPeers to = ClusterPeers.Own, bool isSplit = false) =>
        Bulk(Operation.BulkLoad, box, new PhaseSignal(ring, perStage, Peers: to, IsSplit: isSplit));

    /// <summary>A box from shared into global memory, in the open group of asynchronous copies.</summary>
    /// <param name="box">Up to 256 rows of up to 512 bytes, in whole sectors of 32.</param>
    public ProgramBuilder BulkStore(AddressPattern box) => Bulk(Operation.BulkStore, box, null);

    /// <summary>Arrives at an mbarrier.</summary>
    /// <param name="ring">The mbarriers of the stages: the k-th arrival of this warp is at number k.</param>
    /// <param name="perStage">Arrivals of this warp at one stage.</param>
    /// <param name="at">The blocks whose mbarriers hear of it.</param>
    public ProgramBuilder Arrive(PhaseRing ring, int perStage = 1, ClusterPeers at = ClusterPeers.Own) =>
        Signal(Operation.Arrive, new PhaseSignal(ring, perStage, Peers: at));

    /// <summary>Waits for a phase: the first time round a ring for the first of each, then for the second.</summary>
    /// <param name="ring">The mbarriers of the stages: the k-th wait of this warp is at number k.</param>
    /// <param name="ahead">Phases that need not be waited for: 1 for buffers that are empty at first.</param>
    public ProgramBuilder WaitPhase(PhaseRing ring, int ahead = 0) => Signal(Operation.WaitPhase, new PhaseSignal(ring, Ahead: ahead));

    /// <summary>Waits for all warps of the cluster.</summary>
    public ProgramBuilder ClusterBarrier()
    {
        var ring = new PhaseRing(Mbarrier.OfCluster);
        Add(new Instruction(Operation.Arrive, Signal: new PhaseSignal(ring, Peers: ClusterPeers.All)));
        return Add(new Instruction(Operation.WaitPhase, Signal: new PhaseSignal(ring)));
    }

    private static int DepthOf(string format) => TensorDepthBytes * 8 / format switch
    {
        "tf32" => 32,
        "fp16" or "bf16" => 16,
        "fp8" or "int8" or "fp6" => 8,
        "fp4" or "int4" => 4,
        _ => throw new ArgumentException($"{format} is no format of asynchronous matrix instructions", nameof(format)),
    };

    private ProgramBuilder Bulk(Operation operation, AddressPattern box, PhaseSignal? signal)
    {
        bool isWhole = box.Base % SectorBytes == 0 && box.RowBytes % SectorBytes == 0 && box.RowStride % SectorBytes == 0;
        bool isBox = box.Rows is >= 1 and <= MostBoxRows && box.RowBytes is >= SectorBytes and <= MostBoxRowBytes;
        if (!isWhole || !isBox || (box.Rows > 1 && box.RowStride < box.RowBytes))
        {
            throw new ArgumentException($"{box} is no box: 1 to {MostBoxRows} rows of up to {MostBoxRowBytes} bytes, in whole sectors", nameof(box));
        }
        _patterns.Add(box);
        return Signal(operation, signal, _patterns.Count - 1);
    }

    private ProgramBuilder Signal(Operation operation, PhaseSignal? signal, int pattern = -1)
    {
        if (signal is { } known && (known.PerStage < 1 || known.Ring.Stages < 1 || known.Ring.First < 0
            || known.Ring.First + known.Ring.Stages > Mbarrier.Most))
        {
            throw new ArgumentException($"{known} is not among the {Mbarrier.Most} mbarriers of a block", nameof(signal));
        }
        return Add(new Instruction(operation, Pattern: pattern, Signal: signal));
    }
}
