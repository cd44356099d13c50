using Orrery.Workloads.Operators;

namespace Orrery.Workloads.Layers;

/// <summary>The operators with which a framework's automatic differentiation answers one operator of the forward pass.</summary>
public static class EagerBackward
{
    /// <summary>The operators that lead from the gradient of the output to those of all inputs; none where it passes through.</summary>
    public static IEnumerable<Operator> Of(Operator forward) => forward switch
    {
        Gemm gemm => OfGemm(gemm),
        Norm norm => [norm with { Residual = true }, Flat(norm, norm.Rows, norm.Columns, ElementFunction.Sum)],
        Softmax softmax => [Flat(softmax, softmax.Rows, softmax.Columns, ElementFunction.Multiply)],
        Embedding embedding => [Flat(embedding, embedding.Vocabulary, embedding.Columns, ElementFunction.Copy)],
        Elementwise flat => OfElementwise(flat).Select(function => Flat(flat, flat.Rows, flat.Columns, function)),
        _ => [],
    };

    // C = A B: the gradient of A is that of C times B', the gradient of B is A' times that of C, the bias gets the sum of the rows.
    private static IEnumerable<Operator> OfGemm(Gemm gemm)
    {
        yield return gemm with { N = gemm.K, K = gemm.N, Bias = false };
        yield return gemm with { M = gemm.K, K = gemm.M, Bias = false };
        if (gemm.Bias)
        {
            yield return Flat(gemm, gemm.M, gemm.N, ElementFunction.Sum);
        }
    }

    // Of a sum the gradient passes to both operands, but where one of them goes on (a residual stream) two gradients are added.
    private static ElementFunction[] OfElementwise(Elementwise flat) => flat.Function switch
    {
        var function when function == ElementFunction.Add => [ElementFunction.Add],
        var function when function == ElementFunction.AddScalar => [],
        var function when function == ElementFunction.Copy || function == ElementFunction.MultiplyScalar => [function],
        var function when function == ElementFunction.Multiply =>
            [ElementFunction.Multiply, ElementFunction.Multiply, ElementFunction.Add],
        var function when function == ElementFunction.PowerScalar =>
            [ElementFunction.PowerScalar, ElementFunction.MultiplyScalar, ElementFunction.Multiply],
        _ => [ElementFunction.Multiply],
    };

    private static Elementwise Flat(Operator work, int rows, int columns, ElementFunction function) =>
        new(work.Name + " gradient", work.Format, rows, columns, function);
}
