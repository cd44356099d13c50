using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured;

/// <summary>
/// What makes two operators the same question: the sort of operator, its number format, its switches, and its sizes: what its
/// constructor takes. Further properties, such as the layout of operands or what a cache still holds, make it another question only
/// where they change its operations or bytes, as a window does. The name is no part of it, and neither is a bias, which its kernel
/// adds in passing.
/// </summary>
internal sealed class OperatorShape
{
    private static readonly ConcurrentDictionary<Type, Declaration> Declared = new();

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
        Declaration declared = Declared.GetOrAdd(work.GetType(), type => new Declaration(type));
        StringBuilder sort = new();
        sort.Append(CultureInfo.InvariantCulture,
            $"{work.GetType().Name} {work.Format.Name} {work.Format.Bytes} {work.Format.WeightBytes} {work.Format.Rate}");
        object?[] given = [.. declared.Given.Select(property => property.GetValue(work))];
        List<double> sizes = [];
        for (int index = 0; index < given.Length; index++)
        {
            switch (given[index])
            {
                case string or bool when declared.Given[index].Name is "Name" or "Bias":
                case NumberFormat when declared.Given[index].Name is "Format":
                    break;
                case int or long or double:
                    sizes.Add(Convert.ToDouble(given[index], CultureInfo.InvariantCulture));
                    break;
                case var other:
                    sort.Append(CultureInfo.InvariantCulture, $" {other}");
                    break;
            }
        }

        Operator plain = (Operator)declared.Constructor.Invoke(given);
        if (plain.Flops != work.Flops || plain.Bytes != work.Bytes)
        {
            foreach (PropertyInfo property in declared.Further)
            {
                sort.Append(CultureInfo.InvariantCulture, $" {property.Name}={property.GetValue(work)}");
            }
        }

        return new OperatorShape(sort.ToString(), [.. sizes]);
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

    /// <summary>What the constructor of a sort of operator takes, and what else can be set.</summary>
    private sealed class Declaration
    {
        public Declaration(Type type)
        {
            Constructor = type.GetConstructors()[0];
            Given = [.. Constructor.GetParameters().Select(parameter => type.GetProperty(parameter.Name!)!)];
            Further = [.. type.GetProperties().Where(property => property.SetMethod is not null).ExceptBy(Given.Select(known => known.Name), property => property.Name)];
        }

        public ConstructorInfo Constructor { get; }

        public PropertyInfo[] Given { get; }

        public PropertyInfo[] Further { get; }
    }
}
