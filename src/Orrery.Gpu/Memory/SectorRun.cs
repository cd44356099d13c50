using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Memory;

/// <summary>Sectors of 32 bytes side by side, within one chunk of the address map.</summary>
/// <param name="Address">First byte.</param>
/// <param name="Sectors">How many.</param>
public readonly record struct SectorRun(long Address, int Sectors)
{
    /// <summary>Bytes of a sector.</summary>
    public const int SectorBytes = 32;

    /// <summary>The most runs of one access: a row of lanes may lie across a border.</summary>
    public const int Most = 2 * AddressPattern.MostRows;

    /// <summary>The runs of an access, each sector once. Rows must not go backwards.</summary>
    /// <param name="pattern">Its rows.</param>
    /// <param name="start">First byte of the first row.</param>
    /// <param name="runs">Takes them; <see cref="Most"/> places suffice.</param>
    public static int Of(in AddressPattern pattern, long start, Span<SectorRun> runs) =>
        Of(pattern.Rows, pattern.RowBytes, pattern.RowStride, pattern.RowStarts, start, runs);

    /// <summary>The runs of up to 32 rows of bytes; their starts go before their stride.</summary>
    public static int Of(int rows, int rowBytes, int rowStride, RowList? starts, long start, Span<SectorRun> runs)
    {
        int count = 0;
        long next = long.MinValue;
        for (int row = 0; row < rows; row++)
        {
            long from = start + (starts is null ? (long)row * rowStride : starts[row]);
            long sector = Math.Max(next, from >> 5);
            long end = (from + rowBytes - 1 >> 5) + 1;
            if (sector >= end) continue;
            next = end;
            long border = (sector | AddressMap.ChunkSectors - 1) + 1;
            if (border < end)
            {
                runs[count++] = new SectorRun(sector << 5, (int)(border - sector));
                sector = border;
            }
            runs[count++] = new SectorRun(sector << 5, (int)(end - sector));
        }
        return count;
    }
}
