namespace Orrery.Workloads.Operators;

/// <summary>What an element-wise operator does to one element: traffic and work as data, one line a function.</summary>
/// <param name="Name">Its name: "add", "gelu".</param>
/// <param name="Reads">Arrays that are read. An operand that is one number or one row for all rows is not counted.</param>
/// <param name="Writes">Arrays that are written.</param>
/// <param name="Flops">Arithmetic operations of an element; an exponential, a division or a tanh counts one.</param>
/// <param name="Instructions">
/// Instructions of an element in a kernel that handles several a thread: load, convert, compute, store. A function of the
/// mathematical library counts what its inner code takes: about 12 for a division, a power or tanh, 15 for an error function.
/// </param>
public sealed record ElementFunction(string Name, double Reads, double Writes, double Flops, double Instructions)
{
    public static ElementFunction Copy { get; } = new("copy", 1, 1, 0, 4);

    public static ElementFunction Add { get; } = new("add", 2, 1, 1, 6);

    public static ElementFunction Multiply { get; } = new("mul", 2, 1, 1, 6);

    public static ElementFunction Divide { get; } = new("div", 2, 1, 1, 14);

    public static ElementFunction Power { get; } = new("pow", 2, 1, 1, 18);

    /// <summary>The second operand is one number or one row: a bias, a factor, a mask.</summary>
    public static ElementFunction AddScalar { get; } = new("add_scalar", 1, 1, 1, 5);

    /// <summary>The second operand is one number or one row.</summary>
    public static ElementFunction MultiplyScalar { get; } = new("mul_scalar", 1, 1, 1, 5);

    /// <summary>The exponent is one number; small whole ones are multiplied out.</summary>
    public static ElementFunction PowerScalar { get; } = new("pow_scalar", 1, 1, 1, 6);

    public static ElementFunction Relu { get; } = new("relu", 1, 1, 1, 5);

    public static ElementFunction Tanh { get; } = new("tanh", 1, 1, 1, 16);

    /// <summary>Negate, exponential, add, divide.</summary>
    public static ElementFunction Silu { get; } = new("silu", 1, 1, 4, 20);

    /// <summary>By tanh it has nine operations; by the error function it takes as long.</summary>
    public static ElementFunction Gelu { get; } = new("gelu", 1, 1, 9, 19);

    /// <summary>In training: a random number, a comparison, a scaled copy, and a mask of one byte an element.</summary>
    public static ElementFunction Dropout { get; } = new("dropout", 1, 1.25, 2, 20);

    /// <summary>Adds up the rows: the gradient of a bias. What is written is too little to count.</summary>
    public static ElementFunction Sum { get; } = new("sum", 1, 0, 1, 5);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ElementFunction> All { get; } =
        [Copy, Add, Multiply, Divide, Power, AddScalar, MultiplyScalar, PowerScalar, Relu, Tanh, Silu, Gelu, Dropout,
            Sum];

    /// <summary>
    /// The function of a name, or null. Variants that begin alike are the same: <c>gelu_new</c> is a gelu.
    /// </summary>
    public static ElementFunction? Find(string name) => All.FirstOrDefault(known => known.Name == name)
        ?? All.FirstOrDefault(known => known.Writes == 1 && name.StartsWith(known.Name + "_", StringComparison.Ordinal));

    /// <summary>The activation of a name that a model's configuration gives; silu, the commonest, where it is not known.</summary>
    public static ElementFunction Activation(string name) => Find(name == "swish" ? "silu" : name) ?? Silu;

    public override string ToString() => Name;
}
