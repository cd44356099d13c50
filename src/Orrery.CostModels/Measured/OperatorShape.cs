using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured;

/// <summary>
/// What makes two operators the same question: the sort of operator, its number format, its switches, and its sizes. The name is
/// no part of it, and neither is a bias, which its kernel adds in passing.
/// </summary>
internal sealed class OperatorShape
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Given = new();

    private readonly string _sort;

    private OperatorShape(string sort, double[] sizes) => (_sort, Sizes) = (sort, sizes);

    /// <summary>The numbers of the shape, in the order of the operator's declaration.</summary>
    public double[] Sizes { get; }

    /// <summary>Equal for operators that are the same question.</summary>
    public string Key => KeyWithout([]);

    /// <summary>
    /// What may vary while the rest stays: each size by itself, and each pair of equal sizes together, as the queries and keys of a
    /// prefill do.
    /// </summary>
    public IEnumerable<int[]> Axes
    {
        get
        {
            for (int first = 0; first < Sizes.Length; first++)
            {
                yield return [first];
                for (int second = first + 1; second < Sizes.Length; second++)
                {
                    if (Sizes[first] == Sizes[second])
                    {
                        yield return [first, second];
                    }
                }
            }
        }
    }

    public static OperatorShape Of(Operator work)
    {
        string sort = string.Create(CultureInfo.InvariantCulture,
            $"{work.GetType().Name} {work.Format.Name} {work.Format.Bytes} {work.Format.WeightBytes} {work.Format.Rate}");
        List<double> sizes = [];
        foreach (PropertyInfo property in Given.GetOrAdd(work.GetType(), PropertiesOf))
        {
            switch (property.GetValue(work))
            {
                case int whole:
                    sizes.Add(whole);
                    break;
                case long whole:
                    sizes.Add(whole);
                    break;
                case double number:
                    sizes.Add(number);
                    break;
                case var other:
                    sort += $" {other}";
                    break;
            }
        }

        return new OperatorShape(sort, [.. sizes]);
    }

    /// <summary>Equal for operators that differ in these sizes at most.</summary>
    public string KeyWithout(ReadOnlySpan<int> axis)
    {
        DefaultInterpolatedStringHandler key = new(0, Sizes.Length, CultureInfo.InvariantCulture);
        key.AppendLiteral(_sort);
        for (int index = 0; index < Sizes.Length; index++)
        {
            key.AppendLiteral(" ");
            if (axis.Contains(index))
            {
                key.AppendLiteral("*");
            }
            else
            {
                key.AppendFormatted(Sizes[index]);
            }
        }

        return key.ToStringAndClear();
    }

    // What the constructor takes is what was asked; operations and bytes follow from it.
    private static PropertyInfo[] PropertiesOf(Type type) =>
    [
        .. type.GetConstructors()[0].GetParameters()
            .Where(parameter => parameter.Name is not ("Name" or "Format" or "Bias"))
            .Select(parameter => type.GetProperty(parameter.Name!)).OfType<PropertyInfo>(),
    ];
}
