using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Attention;

/// <summary>
/// Queries, keys and values that one warp asks for as boxes (TMA) into stages of shared memory, and the mbarriers that pass the stages
/// between it and those that multiply. These are a block's first mbarriers.
/// </summary>
/// <param name="shape">The call.</param>
/// <param name="places">Which bytes blocks touch.</param>
/// <param name="order">Which block takes whose place.</param>
/// <param name="keyStages">Stages of keys.</param>
/// <param name="valueStages">Stages of values.</param>
internal sealed class FlashRing(FlashShape shape, FlashPlaces places, BlockOrder order, int keyStages, int valueStages)
{
    private const int SectorBytes = 32;

    /// <summary>Queries have come.</summary>
    public PhaseRing Queries { get; } = new(0);

    /// <summary>Keys of a step have come.</summary>
    public PhaseRing FullKeys { get; } = new(1, keyStages);

    /// <summary>Keys of a step are no longer needed.</summary>
    public PhaseRing EmptyKeys { get; } = new(1 + keyStages, keyStages);

    /// <summary>Values of a step have come.</summary>
    public PhaseRing FullValues { get; } = new(1 + 2 * keyStages, valueStages);

    /// <summary>Values of a step are no longer needed.</summary>
    public PhaseRing EmptyValues { get; } = new(1 + 2 * keyStages + valueStages, valueStages);

    /// <summary>The first mbarrier after these.</summary>
    public int Next => 1 + 2 * (keyStages + valueStages);

    /// <summary>Shared memory of the stages.</summary>
    public int SharedBytes => Bytes(places.QueryBoxes) + keyStages * Bytes(places.KeyBoxes(0)) + valueStages * Bytes(places.ValueBoxes(0));

    /// <summary>
    /// Whether boxes serve a call: keys and values of their own, in rows of whole sectors, that another kernel has put into the cache.
    /// </summary>
    public static bool Serves(FlashShape shape) => !shape.Latent && !shape.Appends && shape.Format is "fp16" or "bf16" or "fp8"
        && new[] { shape.QueryRow, shape.KeyRow, shape.ValueRow }.All(row => row % SectorBytes == 0);

    /// <summary>The mbarriers, whose stages so many arrivals empty.</summary>
    public IEnumerable<Mbarrier> Mbarriers(int arrivals) =>
    [
        new Mbarrier(0, Bytes(places.QueryBoxes)),
        .. Enumerable.Repeat(new Mbarrier(0, Bytes(places.KeyBoxes(0))), keyStages),
        .. Enumerable.Repeat(new Mbarrier(arrivals), keyStages),
        .. Enumerable.Repeat(new Mbarrier(0, Bytes(places.ValueBoxes(0))), valueStages),
        .. Enumerable.Repeat(new Mbarrier(arrivals), valueStages),
    ];

    /// <summary>The program of the warp that asks: a first step, then the others in a loop as long as that of the warps that multiply.</summary>
    public void Fetch(ProgramBuilder program, BlockTrips trips)
    {
        Ask(program, places.QueryBoxes, Queries);
        Step(program, 0);
        _ = program.Loop(trips.Plus(-1), body =>
        {
            Step(body, 1);
            _ = body.Branch();
        }, isSteady: true);
    }

    private static int Bytes(IEnumerable<AddressPattern> boxes) => boxes.Sum(box => box.Rows * box.RowBytes);

    private void Step(ProgramBuilder program, int ahead)
    {
        FlashForward.Find(program, shape, places, ahead);
        _ = program.WaitPhase(EmptyKeys, ahead: 1);
        Ask(program, places.KeyBoxes(ahead), FullKeys);
        _ = program.WaitPhase(EmptyValues, ahead: 1);
        Ask(program, places.ValueBoxes(ahead), FullValues);
    }

    private void Ask(ProgramBuilder program, IEnumerable<AddressPattern> boxes, PhaseRing ring)
    {
        AddressPattern[] all = [.. boxes];
        foreach (AddressPattern box in all) _ = program.BulkLoad(order.Turn(box), ring, all.Length);
    }
}
