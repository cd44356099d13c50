using System.Globalization;
using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Operators;

/// <summary>
/// One step of Adam (Kingma and Ba 2015, arXiv 1412.6980) over the parameters that a GPU holds, in one fused kernel.
/// </summary>
/// <param name="Name">Its part in the training step.</param>
/// <param name="Format">Format of the weights that the layers use.</param>
/// <param name="Parameters">Parameters that are updated.</param>
/// <param name="Gradients">Format of the gradients.</param>
/// <param name="States">Format of the two moments.</param>
/// <param name="Master">Format of a second, more exact copy of the weights; null without one.</param>
public sealed record OptimizerStep(
    string Name, NumberFormat Format, long Parameters, NumberFormat Gradients, NumberFormat States, NumberFormat? Master = null)
        : Operator(Name, Format)
{
    public override string Kind => "optimizer";

    public override string Shape => string.Create(CultureInfo.InvariantCulture, $"{Parameters} parameters");

    /// <summary>
    /// First moment three, second moment four, both corrected two, root and sum two, division and step three, weight decay two.
    /// </summary>
    public override double Flops => 16.0 * Parameters;

    /// <summary>
    /// Bytes of one parameter: gradient read, both moments read and written, the weights read and written; where there is a
    /// master copy that is read and written, and the weights are only written.
    /// </summary>
    public double BytesPerParameter =>
        Gradients.Bytes + (4 * States.Bytes) + (Master is null ? 2 * Format.Bytes : (2 * Master.Bytes) + Format.Bytes);

    public override double Bytes => BytesPerParameter * Parameters;
}
