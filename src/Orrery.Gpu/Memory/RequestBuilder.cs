using System.Numerics;

namespace Orrery.Gpu.Memory;

/// <summary>A request that grows as long as runs fit its form.</summary>
internal struct RequestBuilder
{
    private long _address;
    private int _stride;
    private int _sectors;

    /// <summary>The rows so far, one bit each; none in an empty builder.</summary>
    public uint Rows { get; private set; }

    /// <summary>Bytes of data.</summary>
    public readonly int Bytes => BitOperations.PopCount(Rows) * _sectors * SectorRun.SectorBytes;

    public static RequestBuilder From(SectorRun run) => new() { _address = run.Address, _sectors = run.Sectors, Rows = 1 };

    /// <summary>Takes another run if it is one of the rows at this distance.</summary>
    public bool TryAdd(SectorRun run, int stride)
    {
        if (Rows == 0 || run.Sectors != _sectors || stride < SectorRun.SectorBytes) return false;
        long rows = (run.Address - _address) / stride;
        if (rows is < 1 or > 31 || rows * stride != run.Address - _address) return false;
        _stride = stride;
        Rows |= 1u << (int)rows;
        return true;
    }

    public readonly MemoryRequest Request(long time, int tag, short sm, int kernel, bool isStore) =>
        new(time, _address, _stride, Rows, tag, (short)kernel, sm, (byte)_sectors, isStore);
}
