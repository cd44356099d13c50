using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>
/// Collectives between GPUs: what a collective library's kernels cost beside the links, which a fabric describes.
/// </summary>
/// <remarks>
/// NCCL moves data by three protocols (Hu et al., Demystifying NCCL, arXiv:2507.04786, section on communication protocols): LL sends
/// 4 bytes of data with a 4-byte flag; LL128 sends 120 bytes with an 8-byte flag; Simple sends plain chunks and signals each by a
/// fence and a counter. The fitted values come from nccl-tests on A100 SXM, 2 to 8 ranks.
/// </remarks>
public sealed record CollectiveConstants
{
    /// <summary>NCCL runs one thread block a channel; its log shows 24 of them on servers with A100 or H100 and NVSwitch.</summary>
    [Parameter("Multiprocessors that a collective keeps busy on a GPU", Min = 1, Max = 256)]
    public double Channels { get; init; } = 24;

    /// <summary>NCCL's model (baseLat, src/graph/tuning.cc) has 6.6 us; launching on all GPUs from one process adds to it.</summary>
    [Parameter("Seconds of a collective with the LL protocol beside its steps", Min = 0, Max = 100e-6), Fitted]
    public double LlSeconds { get; init; } = 8.1e-6;

    /// <summary>NCCL's model has 14 us.</summary>
    [Parameter("Seconds of a collective with the LL128 protocol beside its steps", Min = 0, Max = 100e-6), Fitted]
    public double Ll128Seconds { get; init; } = 11.8e-6;

    /// <summary>NCCL's model has 8.4 us, but leaves out filling the pipeline of chunks.</summary>
    [Parameter("Seconds of a collective with the Simple protocol beside its steps", Min = 0, Max = 300e-6), Fitted]
    public double SimpleSeconds { get; init; } = 49e-6;

    /// <summary>The flag comes with the data, so one flight suffices; polling and the sum come on top.</summary>
    [Parameter("Latencies of the fabric that a step of LL or LL128 takes", Min = 0.5, Max = 20), Fitted]
    public double FlagFlights { get; init; } = 1.5;

    /// <summary>
    /// Data, fence, counter, and the counter of free places back. NCCL's model has 3.4, 5.7 and 14 us on NVLink, PCI Express and
    /// networks, 5.2 to 5.7 of its latencies.
    /// </summary>
    [Parameter("Latencies of the fabric that a step of Simple takes, and a barrier among peers", Min = 0.5, Max = 40)]
    public double SimpleFlights { get; init; } = 5.6;

    /// <summary>Every second word is a flag, and stores are 8 bytes wide.</summary>
    [Parameter("Bytes a clock that one channel sends by LL", Min = 0.01, Max = 64), Fitted]
    public double LlBytesPerClock { get; init; } = 0.28;

    /// <summary>NCCL's model allows 20 GB/s a channel on A100, which is 14 bytes a clock, and 36.7 on H100.</summary>
    [Parameter("Bytes a clock that one channel sends by LL128", Min = 0.1, Max = 64), Fitted]
    public double Ll128BytesPerClock { get; init; } = 3.8;

    /// <summary>
    /// After the last step a rank copies what it received to where it belongs, and sends nothing meanwhile. A multiprocessor draws
    /// about 32 bytes a clock, half of them in either direction.
    /// </summary>
    [Parameter("Bytes a clock that one channel copies within its GPU", Min = 1, Max = 128)]
    public double CopyBytesPerClock { get; init; } = 16;

    /// <summary>NCCL, src/graph/tuning.cc: NVLS counts 5/6 of the bandwidth.</summary>
    [Parameter("Part of the payload rate that reductions in a switch reach", Min = 0.1, Max = 1)]
    public double InSwitchEfficiency { get; init; } = 5.0 / 6;

    [Parameter("Seconds of a kernel that reads its peers, both barriers included", Min = 0, Max = 50e-6), Fitted]
    public double PeerSeconds { get; init; } = 4.3e-6;

    /// <summary>Reading remote memory costs a request for each answer, which writing does not.</summary>
    [Parameter("Part of the payload rate that reading from peers reaches", Min = 0.1, Max = 1), Fitted]
    public double PeerEfficiency { get; init; } = 0.88;

    /// <summary>vLLM, vllm/distributed/device_communicators/custom_all_reduce.py: buffers below 8 MiB are registered with the peers.</summary>
    [Parameter("Bytes of a buffer from which on no kernel reads its peers", Min = 0, Max = 1e12)]
    public double PeerLimit { get; init; } = 8 * 1024 * 1024;
}
