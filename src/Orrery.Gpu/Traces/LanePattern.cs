using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Traces;

/// <summary>Finds the form of a warp's addresses.</summary>
internal static class LanePattern
{
    /// <summary>The pattern of lanes: rows at equal distances where they have that form, else a list.</summary>
    /// <param name="addresses">One for each lane.</param>
    /// <param name="laneBytes">Bytes of a lane: 4, 8 or 16.</param>
    public static AddressPattern Of(long[] addresses, int laneBytes)
    {
        long[] sorted = [.. addresses.Distinct().Order()];
        long first = sorted[0];
        int inRow = 1;
        while (inRow < sorted.Length && sorted[inRow] == first + (long)inRow * laneBytes) inRow++;
        if (sorted.Length % inRow == 0 && IsRegular(sorted, inRow, laneBytes))
        {
            int rows = sorted.Length / inRow;
            long stride = rows > 1 ? sorted[inRow] - first : 0;
            if (stride <= int.MaxValue) return new AddressPattern { Base = first, Rows = rows, RowBytes = inRow * laneBytes, RowStride = (int)stride, LaneBytes = laneBytes };
        }
        return new AddressPattern { Base = first, Rows = sorted.Length, RowBytes = laneBytes, LaneBytes = laneBytes, RowStarts = new RowList([.. sorted.Select(address => address - first)]) };
    }

    private static bool IsRegular(long[] sorted, int inRow, int laneBytes)
    {
        long stride = sorted.Length > inRow ? sorted[inRow] - sorted[0] : 0;
        for (int lane = 0; lane < sorted.Length; lane++)
        {
            if (sorted[lane] != sorted[0] + lane / inRow * stride + lane % inRow * laneBytes) return false;
        }
        return true;
    }
}
