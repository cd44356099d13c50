namespace Orrery.Hardware;

/// <summary>The GPUs that come with the program, one embedded file each.</summary>
public static class GpuCatalogue
{
    /// <summary>All GPUs, by name.</summary>
    public static IReadOnlyList<Gpu> All => throw new NotImplementedException();

    /// <summary>Finds a GPU by name or alias, capitals and small letters being equal; null when there is none.</summary>
    public static Gpu? Find(string name) => throw new NotImplementedException();

    /// <summary>The name closest to a misspelt one, or null.</summary>
    public static string? Nearest(string name) => throw new NotImplementedException();
}
