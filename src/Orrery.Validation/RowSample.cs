using System.Security.Cryptography;
using System.Text;
using Orrery.CostModels.Measured;

namespace Orrery.Validation;

/// <summary>
/// Picks rows by a hash of what was measured, so that a choice depends on nothing but the rows themselves: not on their order, the
/// machine or the day. Repeats of a shape stay together.
/// </summary>
public static class RowSample
{
    private const int HeldOutOneIn = 5;

    /// <summary>So many rows, or somewhat more where shapes have repeats, in their own order; all where there are fewer.</summary>
    public static IReadOnlyList<MeasuredRow> Of(IReadOnlyList<MeasuredRow> rows, int count)
    {
        if (rows.Count <= count)
        {
            return rows;
        }

        ulong[] hashes = [.. rows.Select(Hash)];
        ulong last = hashes.Order().ElementAt(count - 1);
        return [.. rows.Where((_, index) => hashes[index] <= last)];
    }

    /// <summary>A fifth of the shapes is held out for judging what was fitted on the others.</summary>
    public static (IReadOnlyList<MeasuredRow> Fitted, IReadOnlyList<MeasuredRow> HeldOut) Split(IReadOnlyList<MeasuredRow> rows)
    {
        ILookup<bool, MeasuredRow> parts = rows.ToLookup(row => Hash(row) % HeldOutOneIn == 0);
        return ([.. parts[false]], [.. parts[true]]);
    }

    private static ulong Hash(MeasuredRow row)
    {
        string shape = string.Join(" + ", row.Work.Select(work => $"{work.Kind} {work.Format} {work.Shape}"));
        byte[] bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{row.Kind} {row.Gpu} {row.Class} {shape}"));
        return BitConverter.ToUInt64(bytes);
    }
}
