using Orrery.Configuration.Binding;
using Orrery.Configuration.Units;

namespace Orrery.Training.Clusters;

/// <summary>
/// The memory behind the GPUs of a node, to which weights, optimizer state and activations may be offloaded (Rajbhandari et al.,
/// ZeRO-Infinity, SC 2021, arXiv 2104.07857).
/// </summary>
public sealed record HostTier
{
    [Parameter("Memory of a node's processors", Default = "1 TiB")]
    public ByteSize Memory { get; init; } = new(1L << 40);

    [Parameter("Bandwidth of that memory, all channels of a node", Default = "200 GB/s")]
    public Bandwidth MemoryBandwidth { get; init; } = new(200e9);

    /// <summary>Half of the PCI Express of the GPU's data sheet where it is left out.</summary>
    [Parameter("Link between one GPU and its host, one direction")]
    public Bandwidth? Link { get; init; }

    [Parameter("Flash storage of a node; 0 without any", Default = "0 B", Min = 0)]
    public ByteSize Nvme { get; init; }

    [Parameter("Bandwidth of a node's flash storage, reading or writing", Default = "25 GB/s")]
    public Bandwidth NvmeBandwidth { get; init; } = new(25e9);
}
