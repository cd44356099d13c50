namespace Orrery.CostModels.Measured;

/// <summary>The ways of measuring that are known.</summary>
public static class MethodCatalogue
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<IMeasuringMethod> All { get; } =
    [
        .. typeof(IMeasuringMethod).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IMeasuringMethod)))
            .Select(type => (IMeasuringMethod)Activator.CreateInstance(type)!)
            .OrderBy(method => method.Name, StringComparer.Ordinal),
    ];

    /// <summary>The method that a <c>method</c> column means, or null.</summary>
    public static IMeasuringMethod? Find(string method) =>
        All.Where(known => method.StartsWith(known.Name, StringComparison.OrdinalIgnoreCase)).MaxBy(known => known.Name.Length);
}
