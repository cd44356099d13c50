using Orrery.Training.Results;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Layers;
using Orrery.Workloads.Operators;

namespace Orrery.Training.Work;

/// <summary>
/// Notes the operators of a forward pass, and with each the operators of the backward pass that answers it and the bytes that it keeps. The
/// backward pass is the tape read from its end.
/// </summary>
/// <param name="shape">How the work is split.</param>
public sealed class Tape(WorkShape shape)
{
    // A multiplication that adds its result to a sum reads and writes the sum: twice its bits for each element.
    private static readonly Dictionary<(string Format, double Bits), NumberFormat> Summing =
        FormatCatalogue.All.SelectMany(format => (double[])[16, 32], (format, bits) => (format, bits))
            .ToDictionary(pair => (pair.format.Name, pair.bits), pair => pair.format with { OutputBits = 2 * pair.bits });

    private readonly List<WorkItem> _forward = [];
    private readonly List<IReadOnlyList<WorkItem>> _backward = [];

    /// <summary>The forward pass in order.</summary>
    public IReadOnlyList<WorkItem> Forward => _forward;

    /// <summary>The backward pass in order.</summary>
    public IReadOnlyList<WorkItem> Backward => [.. Enumerable.Reverse(_backward).SelectMany(items => items)];

    /// <summary>Bytes that stay on the device until the backward pass.</summary>
    public double Kept { get; private set; }

    /// <summary>How the work is split.</summary>
    public WorkShape Shape => shape;

    /// <summary>Operators of the forward pass on which a gradient depends: those behind them only make the output.</summary>
    public int Needed { get; private set; } = int.MaxValue;

    /// <summary>Says that what follows only makes the output.</summary>
    public void Outputs() => Needed = _forward.Count;

    /// <summary>Says that all of it is needed after all.</summary>
    public void NeedsAll() => Needed = int.MaxValue;

    /// <summary>Keeps an array until the backward pass.</summary>
    public void Keep(double elements, double bytes) => Kept += elements * bytes;

    /// <summary>Adds operators with their answer in the backward pass.</summary>
    public void Add(IEnumerable<WorkItem> forward, IEnumerable<WorkItem> backward)
    {
        _forward.AddRange(forward);
        _backward.Add([.. backward]);
    }

    /// <summary>Adds an operator whose backward pass is that of automatic differentiation.</summary>
    public void Add(Operator work) => Add([Compute(work)], EagerBackward.Of(work).Select(Compute));

    /// <summary>Adds a collective of the forward pass and the one that answers it; either may be null.</summary>
    public void AddCollectives(WorkItem? forward, WorkItem? backward) =>
        Add(forward is { } there ? [there] : [], backward is { } back ? [back] : []);

    /// <summary>An operator that computes.</summary>
    public static WorkItem Compute(Operator work) => new(work, TimeKind.Compute);

    /// <summary>A function of every element.</summary>
    public WorkItem Flat(string name, double elements, ElementFunction function, NumberFormat? format = null)
    {
        const int Columns = 1024;
        int rows = (int)Math.Max(1, Math.Min(int.MaxValue, elements / Columns));
        return Compute(new Elementwise(name, format ?? shape.Plain, rows, Columns, function));
    }

    /// <summary>A norm; where a narrow format follows, it writes that.</summary>
    public void Norm(string name, int rows, int columns, bool rms)
    {
        Keep((double)rows * columns, shape.Plain.Bytes);
        Add(new Norm(name, shape.Plain, rows, columns, rms));
    }

    /// <summary>
    /// A multiplication by weights. Backward: the gradient of its input, then that of its weights, added to the sum over micro-batches.
    /// </summary>
    /// <param name="linear">Its shape.</param>
    /// <param name="besideInput">Collectives that run beside the gradient of the input.</param>
    /// <param name="besideWeights">Collectives that run beside the gradient of the weights.</param>
    /// <param name="beforeForward">Collectives of the forward pass that run beside it in chunks.</param>
    public void Linear(Linear linear, WorkItem? besideInput = null, WorkItem? besideWeights = null, WorkItem? beforeForward = null)
    {
        List<WorkItem> forward = [], backward = [];
        NumberFormat format = linear.Wide ? shape.Plain : shape.Format;
        bool casts = format.Bits < shape.Plain.Bits && !format.QuantisesActivations;
        double inputs = (double)linear.Rows * linear.K * linear.Groups, outputs = (double)linear.Rows * linear.N * linear.Groups;
        Keep(linear.KeepsInput ? inputs / linear.KeptOver : 0, casts ? format.Bytes : shape.Plain.Bytes);
        if (casts)
        {
            // Transformer Engine: operands are narrowed once, and once more transposed where narrow units multiply rows by rows alone.
            if (!linear.InputIsNarrow)
            {
                forward.Add(Narrowed(linear.Name + " cast", inputs, format));
            }

            forward.Add(Flat(linear.Name + " transpose", inputs, ElementFunction.Copy, format) with { OfLayout = true });
            backward.Add(Narrowed(linear.Name + " gradient cast", outputs, format));
            backward.Add(Flat(linear.Name + " gradient transpose", outputs, ElementFunction.Copy, format) with { OfLayout = true });
        }

        if (beforeForward is { } chunks)
        {
            forward.Add(chunks);
        }

        Gemm gemm = new(linear.Name, format, linear.Rows, linear.N, linear.K, linear.Groups, linear.Bias);
        forward.Add(Compute(gemm));
        if (besideInput is { } gather)
        {
            backward.Add(gather);
        }

        if (linear.InputGradient)
        {
            backward.Add(Compute(gemm with
            {
                Name = linear.Name + " input gradient",
                N = linear.K,
                K = linear.N,
                Bias = false,
                Layout = casts ? Layout.Tn : Layout.Nn,
            }));
        }

        if (besideWeights is { } reduce)
        {
            backward.Add(reduce);
        }

        backward.AddRange(WeightGradient(linear, gemm, format, casts));
        Add(forward, backward);
    }

    private IEnumerable<WorkItem> WeightGradient(Linear linear, Gemm gemm, NumberFormat format, bool casts)
    {
        yield return Compute(gemm with
        {
            Name = linear.Name + " weight gradient",
            Format = shape.Software.FusedAccumulation ? Summing[(format.Name, shape.Gradients.Bits)] : format,
            M = linear.N,
            N = linear.K,
            K = linear.Rows,
            Bias = false,
            Layout = casts ? Layout.Tn : Layout.Nt,
        }) with
        { OfWeights = true };
        if (linear.Bias || linear.BiasGradient)
        {
            yield return Flat(linear.Name + " bias gradient", (double)linear.Rows * linear.N * linear.Groups, ElementFunction.Sum) with
            { OfWeights = true };
        }

        if (!shape.Software.FusedAccumulation)
        {
            double weights = (double)linear.N * linear.K * linear.Groups;
            yield return Flat(linear.Name + " gradient sum", weights, ElementFunction.Add, shape.Gradients) with { OfWeights = true };
        }
    }

    private WorkItem Narrowed(string name, double elements, NumberFormat to)
    {
        const int Columns = 1024;
        return Compute(new Quantise(name, shape.Plain, to, (int)Math.Max(1, elements / Columns), Columns));
    }
}

/// <summary>A multiplication by weights on one device.</summary>
/// <param name="Name">Its part in the layer.</param>
/// <param name="Rows">Tokens.</param>
/// <param name="N">Width of its output on this device.</param>
/// <param name="K">Width of its input on this device.</param>
/// <param name="Groups">Equal multiplications with weights of their own.</param>
/// <param name="Bias">Whether it adds a bias.</param>
public readonly record struct Linear(string Name, int Rows, int N, int K, int Groups = 1, bool Bias = false)
{
    /// <summary>Whether a bias that another kernel adds needs its gradient summed here.</summary>
    public bool BiasGradient { get; init; }

    /// <summary>Whether its input is kept for the backward pass.</summary>
    public bool KeepsInput { get; init; } = true;

    /// <summary>Ranks that keep a part of the input each.</summary>
    public int KeptOver { get; init; } = 1;

    /// <summary>Whether the kernel before writes its input in the narrow format.</summary>
    public bool InputIsNarrow { get; init; }

    /// <summary>Whether it is multiplied in 16 bits whatever the format of the layers: routers, the head.</summary>
    public bool Wide { get; init; }

    /// <summary>Whether its input needs a gradient.</summary>
    public bool InputGradient { get; init; } = true;
}
