using Orrery.Hardware.Fabrics;

namespace Orrery.Training.Traces;

/// <summary>
/// The groups that traces name by dimensions of the network instead of by a process group, as <c>involved_dim</c> does: ranks that differ in
/// the dimensions that take part alone. Dimensions are the fabric's tiers from the innermost out.
/// </summary>
/// <param name="fabric">The fabric.</param>
/// <param name="ranks">Ranks of the job.</param>
internal sealed class NetworkDimensions(Fabric fabric, int ranks)
{
    /// <summary>Dimensions that count.</summary>
    public const int Most = Fabric.MostTiers;

    private readonly int[] _sizes = Sizes(fabric, ranks);

    /// <summary>The group of a rank; dimensions beyond the network's, which generators add in plenty, change nothing.</summary>
    public int GroupOf(int rank, IReadOnlyList<bool> involved, GroupTable groups)
    {
        List<int> members = [0];
        int stride = 1, corner = 0;
        for (int dimension = 0; dimension < _sizes.Length; dimension++)
        {
            int size = _sizes[dimension];
            if (dimension < involved.Count && involved[dimension])
            {
                members = [.. Enumerable.Range(0, size).SelectMany(place => members.Select(member => member + (place * stride)))];
            }
            else
            {
                corner += rank / stride % size * stride;
            }

            stride *= size;
        }

        if (members.Count == ranks)
        {
            return GroupTable.World;
        }

        string name = $"dimensions {string.Join(", ", Enumerable.Range(0, _sizes.Length).Where(at => at < involved.Count && involved[at]))} of rank {corner}";
        return groups.Define(name, members.Select(member => member + corner).Where(member => member < ranks));
    }

    private static int[] Sizes(Fabric fabric, int ranks)
    {
        List<int> sizes = [];
        int left = ranks;
        foreach (FabricTier tier in fabric.Tiers)
        {
            int size = Math.Min(tier.Size ?? left, left);
            sizes.Add(size);
            left = (left + size - 1) / size;
        }

        return [.. sizes];
    }
}
