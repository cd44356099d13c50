using System.Collections;
using System.Reflection;

namespace Orrery.Engine;

/// <summary>Finds the name of a port from the field that holds it, so that nobody has to write it twice.</summary>
internal static class PortNames
{
    internal static string Find(Port port)
    {
        for (Type? type = port.Owner.GetType(); type is not null && type != typeof(Component); type = type.BaseType)
        {
            const BindingFlags own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
            foreach (FieldInfo field in type.GetFields(own))
            {
                object? value = field.GetValue(port.Owner);
                if (ReferenceEquals(value, port)) return Readable(field.Name);
                if (value is not IList list) continue;
                int at = list.IndexOf(port);
                if (at >= 0) return $"{Readable(field.Name)}[{at}]";
            }
        }
        return port.GetType().Name.Split('`')[0];
    }

    /// <summary><c>&lt;In&gt;k__BackingField</c> and <c>_in</c> are read as <c>In</c> and <c>in</c>.</summary>
    private static string Readable(string field) =>
        field.StartsWith('<') ? field[1..field.IndexOf('>', StringComparison.Ordinal)] : field.TrimStart('_');
}
