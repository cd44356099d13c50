using System.Reflection;
using System.Text.Json;
using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>
/// One physical constant by its name, such as <c>memory.efficiency</c>: reads it, and makes constants in which it differs.
/// </summary>
public sealed class Constant
{
    private readonly PropertyInfo _group;
    private readonly PropertyInfo _own;

    private Constant(PropertyInfo group, PropertyInfo own)
    {
        (_group, _own) = (group, own);
        ParameterAttribute declared = own.GetCustomAttribute<ParameterAttribute>()!;
        Name = $"{Key(group)}.{Key(own)}";
        Group = group.GetCustomAttribute<ParameterAttribute>()!.Help;
        (Help, Min, Max) = (declared.Help, declared.Min, declared.Max);
        IsFitted = own.IsDefined(typeof(FittedAttribute));
    }

    /// <summary>All constants, in the order of their declaration.</summary>
    public static IReadOnlyList<Constant> All { get; } =
    [
        .. from @group in typeof(PhysicalConstants).GetProperties()
           where @group.IsDefined(typeof(ParameterAttribute))
           from own in @group.PropertyType.GetProperties()
           where own.IsDefined(typeof(ParameterAttribute))
           select new Constant(@group, own),
    ];

    /// <summary>Dotted name: <c>memory.efficiency</c>.</summary>
    public string Name { get; }

    /// <summary>What it and its neighbours are about: "Fused attention".</summary>
    public string Group { get; }

    /// <summary>What it is, with its unit.</summary>
    public string Help { get; }

    /// <summary>Smallest value that makes sense.</summary>
    public double Min { get; }

    /// <summary>Largest value that makes sense.</summary>
    public double Max { get; }

    /// <summary>Whether it is calibrated on measurements; otherwise a document gives it.</summary>
    public bool IsFitted { get; }

    /// <summary>The constant of a name, or null.</summary>
    public static Constant? Find(string name) => All.FirstOrDefault(constant => constant.Name == name);

    /// <summary>Its value.</summary>
    public double Of(PhysicalConstants constants) => (double)_own.GetValue(_group.GetValue(constants))!;

    /// <summary>The same constants with another value of this one.</summary>
    public PhysicalConstants With(PhysicalConstants constants, double value)
    {
        object changed = Copy(_group.GetValue(constants)!);
        _own.SetValue(changed, value);
        PhysicalConstants all = (PhysicalConstants)Copy(constants);
        _group.SetValue(all, changed);
        return all;
    }

    private static object Copy(object record) => record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!;

    private static string Key(PropertyInfo property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
}
