using Orrery.Hardware;
using Orrery.Training.Clusters;

namespace Orrery.Training.Memory;

/// <summary>Bytes that one GPU has room for; GPUs of a node share its host memory and its NVMe evenly.</summary>
/// <param name="Gpu">Memory of the GPU.</param>
/// <param name="Host">Its share of the host's memory.</param>
/// <param name="Nvme">Its share of the node's flash storage.</param>
internal readonly record struct TierRooms(double Gpu, double Host, double Nvme)
{
    /// <summary>The rooms of a GPU of a cluster.</summary>
    public static TierRooms Of(Cluster cluster, Gpu gpu) => new(gpu.Memory.Capacity.Bytes,
        (double)cluster.Host.Memory.Bytes / cluster.GpusPerNode, (double)cluster.Host.Nvme.Bytes / cluster.GpusPerNode);
}
