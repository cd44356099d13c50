namespace Orrery.Gpu.Activity;

/// <summary>
/// What a simulation did when, for a time line: blocks on multiprocessors, bytes of memory. Recording changes no result, and costs
/// nothing where nobody asked for it.
/// </summary>
public sealed class GpuActivity
{
    private readonly SmActivity[] _sms;
    private readonly PartitionActivity[] _partitions;

    internal GpuActivity(int sms, int partitions, int kernels)
    {
        _sms = [.. Enumerable.Range(0, sms).Select(sm => new SmActivity(sm, kernels))];
        _partitions = [.. Enumerable.Range(0, partitions).Select(_ => new PartitionActivity())];
    }

    /// <summary>Multiprocessors of the machine that was simulated, which a sample may make smaller.</summary>
    public int Sms => _sms.Length;

    /// <summary>Cycles until the last exit or finished store.</summary>
    public long Cycles { get; internal set; }

    /// <summary>Blocks, multiprocessor after multiprocessor.</summary>
    public IReadOnlyList<BlockSpan> Blocks => [.. _sms.SelectMany(sm => sm.Spans)];

    internal SmActivity Of(int sm) => _sms[sm];

    internal PartitionActivity OfPartition(int partition) => _partitions[partition];

    /// <summary>Bytes of memory moved by equal steps of time, all partitions together.</summary>
    /// <param name="steps">How many steps, at least 1.</param>
    public IReadOnlyList<MemorySample> Memory(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var sums = new MemorySample[steps + 1];
        for (int step = 0; step <= steps; step++) sums[step] = new MemorySample(Cycles * step / steps, 0, 0);
        foreach (PartitionActivity partition in _partitions)
        {
            IReadOnlyList<MemorySample> samples = partition.Samples;
            int at = 0;
            for (int step = 0; step <= steps; step++)
            {
                while (at + 1 < samples.Count && samples[at + 1].Time <= sums[step].Time) at++;
                MemorySample from = samples[at];
                double part = at + 1 < samples.Count ? (double)(sums[step].Time - from.Time) / (samples[at + 1].Time - from.Time) : 0;
                MemorySample to = at + 1 < samples.Count ? samples[at + 1] : from;
                sums[step] = sums[step] with
                {
                    L2Bytes = sums[step].L2Bytes + from.L2Bytes + part * (to.L2Bytes - from.L2Bytes),
                    DramBytes = sums[step].DramBytes + from.DramBytes + part * (to.DramBytes - from.DramBytes),
                };
            }
        }
        return sums;
    }
}
