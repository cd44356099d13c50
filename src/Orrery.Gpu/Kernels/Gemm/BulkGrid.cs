using Orrery.Gpu.Programs;
using Orrery.Workloads.Operators;

namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>
/// Blocks of a product whose stages come in boxes. Two neighbours in a cluster share the rows of A where the columns of blocks pair up, else
/// the columns of B where the rows do: each loads half of what they share for both, or, as a pair whose matrix instructions read the shared
/// memories of both, for itself.
/// </summary>
internal sealed class BulkGrid
{
    private const int SectorBytes = 32;
    private const int BoxRows = 256;
    private const int BoxRowBytes = 512;

    private readonly GemmProblem _problem;
    private readonly List<AddressPattern> _a = [];
    private readonly List<AddressPattern> _b = [];

    /// <param name="problem">The product.</param>
    /// <param name="tile">Its tile.</param>
    /// <param name="isPaired">Whether instructions read the shared memories of both blocks of a cluster.</param>
    public BulkGrid(GemmProblem problem, BulkTile tile, bool isPaired = false)
    {
        (_problem, IsPaired) = (problem, isPaired);
        (X, Y) = ((problem.N + tile.N - 1) / tile.N, (problem.M + tile.M - 1) / tile.M);
        int steps = (problem.K + tile.K - 1) / tile.K;
        Stages = (steps + problem.Splits - 1) / problem.Splits;
        bool sharesA = X % 2 == 0 && Math.Min(tile.M, problem.M) % 2 == 0 && problem.Layout is Layout.Tn or Layout.Nn;
        bool sharesB = Y % 2 == 0 && tile.N % 2 == 0 && problem.Layout is Layout.Tn or Layout.Tt;
        // The wider of both is better shared.
        if (sharesA && sharesB) (sharesA, sharesB) = (tile.M >= tile.N, tile.M < tile.N);
        Cluster = sharesA ? new ClusterShape(2, 1) : sharesB ? new ClusterShape(1, 2) : ClusterShape.One;
        var a = new OperandTile(problem.StartA, problem.Numbers.Activation, problem.M, problem.K, tile.M, tile.K, problem.Layout is Layout.Tn or Layout.Nn);
        var b = new OperandTile(problem.StartB, problem.Numbers.Weight, problem.N, problem.K, tile.N, tile.K, problem.Layout is Layout.Tn or Layout.Tt);
        Add(_a, a, sharesA ? 2 : 1, box => box with { StrideY = Whole(a.BlockStride) });
        Add(_b, b, sharesB ? 2 : 1, box => box with { StrideX = Whole(b.BlockStride), Planes = problem.Experts });
    }

    public int X { get; }

    public int Y { get; }

    /// <summary>Stages that a block works through.</summary>
    public int Stages { get; }

    public ClusterShape Cluster { get; }

    /// <summary>Whether blocks of a cluster keep their halves of what they share to themselves.</summary>
    public bool IsPaired { get; }

    /// <summary>Boxes of A and B in a stage, with the blocks that get them.</summary>
    public IEnumerable<(AddressPattern Box, ClusterPeers To)> Boxes =>
        _a.Select(box => (box, Cluster.X > 1 ? ClusterPeers.AlongX : ClusterPeers.Own))
            .Concat(_b.Select(box => (box, Cluster.Y > 1 ? ClusterPeers.AlongY : ClusterPeers.Own)));

    /// <summary>Bytes that arrive in a block in a stage.</summary>
    public int StageBytes => Boxes.Sum(item => item.Box.Rows * item.Box.RowBytes * (item.To == ClusterPeers.Own || IsPaired ? 1 : 2));

    /// <summary>The kernel of its roles.</summary>
    public Kernel Kernel(IReadOnlyList<WarpRole> roles, int registers, int sharedBytes, IReadOnlyList<Mbarrier> mbarriers) =>
        new($"{_problem}", X, Y, roles, registers, sharedBytes)
        {
            BlocksZ = _problem.Experts?.Count ?? Math.Max(_problem.Batch, _problem.Splits),
            SwizzleWidth = Y == 1 ? 0 : Math.Min(8, X),
            Arrays = _problem.Arrays,
            Mbarriers = mbarriers,
            Cluster = Cluster,
            StartsEarly = true,
        };

    private void Add(List<AddressPattern> boxes, OperandTile tile, int shares, Func<AddressPattern, AddressPattern> place)
    {
        int lines = tile.IsAlongSum ? Math.Min(tile.TileRows, tile.Rows) : Math.Min(tile.TileK, tile.K);
        int lineBytes = (int)Whole(tile.Numbers.Bytes(tile.IsAlongSum ? Math.Min(tile.TileK, tile.K) : Math.Min(tile.TileRows, tile.Rows)));
        long stride = Whole(tile.LineStride);
        long plane = _problem.Splits > 1 ? Stages * Whole(tile.StageStride) : Whole(tile.PlaneBytes);
        int share = Math.Max(1, lines / shares);
        for (int line = 0; line < share; line += BoxRows)
        {
            for (int at = 0; at < lineBytes; at += BoxRowBytes)
            {
                boxes.Add(place(new AddressPattern
                {
                    Base = tile.Start + line * stride + at,
                    StrideZ = plane,
                    StrideShare = share * stride,
                    StrideLoop0 = Whole(tile.StageStride),
                    Rows = Math.Min(BoxRows, share - line),
                    RowBytes = Math.Min(BoxRowBytes, lineBytes - at),
                    RowStride = checked((int)Math.Max(stride, lineBytes)),
                    LaneBytes = 16,
                }));
            }
        }
        int scales = (int)Whole(tile.Numbers.ScaleBytes((long)lines * Math.Min(tile.TileK, tile.K)) / shares);
        for (int at = 0; at < scales; at += BoxRowBytes)
        {
            boxes.Add(new AddressPattern
            {
                Base = tile.Start + Whole(tile.Numbers.Bytes((long)tile.Rows * tile.K)) + at,
                StrideLoop0 = scales,
                Rows = 1,
                RowBytes = Math.Min(BoxRowBytes, scales - at),
                RowStride = BoxRowBytes,
                LaneBytes = 16,
            });
        }
    }

    // Boxes and their strides are whole sectors.
    private static long Whole(long bytes) => (bytes + SectorBytes - 1) / SectorBytes * SectorBytes;
}
