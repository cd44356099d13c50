using Orrery.Gpu.Kernels.Rows;
using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Library;

/// <summary>Arrays of an operator that streams: where they lie and what of them is in L2 when it starts.</summary>
/// <param name="context">Where it runs.</param>
/// <param name="bytes">Bytes that it moves in all.</param>
internal sealed class Placed(KernelContext context, double bytes)
{
    private readonly double _kept = KeptBytes.Share(context.Machine, bytes);
    private readonly List<KernelArray> _arrays = [];

    /// <summary>What the operator before wrote, if it has that size.</summary>
    public RowArray Activations(double elementBytes, long columns, long rows) =>
        Read("input", context.Addresses.Activations(Size(elementBytes, columns, rows)), elementBytes, columns, rows);

    /// <summary>A further operand that was written a while ago, as likely in L2 as the other.</summary>
    public RowArray Operand(double elementBytes, long columns, long rows) =>
        Read("operand", context.Addresses.Fresh(Size(elementBytes, columns, rows)), elementBytes, columns, rows);

    /// <summary>One row for all: weights, biases, tables.</summary>
    public RowArray Shared(double elementBytes, long columns) => Operand(elementBytes, columns, 1) with { RowBytes = 0 };

    /// <summary>What it writes, which the next operator will read.</summary>
    public RowArray Results(double elementBytes, long columns, long rows)
    {
        long size = Size(elementBytes, columns, rows);
        long start = context.Addresses.Results(size);
        _arrays.Add(new KernelArray("output", start, size, ArrayUse.Write));
        return new RowArray(start, elementBytes, (long)(elementBytes * columns));
    }

    /// <summary>Results that stand where an operand stood.</summary>
    public RowArray InPlace(RowArray array, long rows)
    {
        context.Addresses.InPlace(array.Start, array.RowBytes * rows);
        return array;
    }

    /// <summary>The kernel with its arrays.</summary>
    public Kernel[] Of(Kernel kernel) => [kernel with { Arrays = [.. _arrays] }];

    private RowArray Read(string name, long start, double elementBytes, long columns, long rows)
    {
        _arrays.Add(new KernelArray(name, start, Size(elementBytes, columns, rows), ArrayUse.Read) { Resident = _kept });
        return new RowArray(start, elementBytes, (long)(elementBytes * columns));
    }

    private static long Size(double elementBytes, long columns, long rows) => Math.Max(32, (long)(elementBytes * columns * rows));
}
