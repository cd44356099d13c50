using Orrery.Configuration;
using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.Training.Clusters;
using Orrery.Training.Traces.Matching;
using Orrery.Training.Traces.Reading;
using Orrery.Training.Traces.Replaying;
using Orrery.Workloads.Formats;

namespace Orrery.Training.Traces;

/// <summary>
/// Replays MLCommons Chakra execution traces, one a rank, on a cluster (Sridharan et al., Chakra: Advancing performance benchmarking and
/// co-design using standardized execution traces, arXiv 2305.14516).
/// </summary>
public static class TraceReplay
{
    /// <summary>Reads the traces, refuses them with all mistakes at once, or replays them. The same traces give the same ticks.</summary>
    /// <param name="path">A folder with the traces of one run, or what stands before <c>.0.et</c> in their names.</param>
    /// <param name="cluster">The cluster; it has as many GPUs as there are traces.</param>
    /// <param name="options">How they are replayed.</param>
    /// <param name="model">Tells how long collectives and messages take; closed forms where it is left out.</param>
    public static Loaded<ReplayResult> Run(string path, Cluster cluster, ReplayOptions? options = null, IOperatorCost? model = null)
    {
        options ??= new ReplayOptions();
        List<Diagnostic> mistakes = [];
        IReadOnlyList<string> files = TraceFiles.Find(path, cluster.Gpus, mistakes);
        TraceCosts? costs = CostsOf(path, cluster, options, model ?? new AnalyticCost(), mistakes);
        if (files.Count == 0 || costs is null)
        {
            return Loaded.Failure<ReplayResult>(mistakes);
        }

        GroupTable groups = new(cluster.Gpus);
        if (TraceFiles.Groups(path) is { } file)
        {
            groups.Read(file, mistakes);
        }

        Mistakes[] ofRanks = [.. files.Select(name => new Mistakes(name))];
        RankTrace?[] traces = Read(files, groups, cluster, options, costs, ofRanks);
        Replayer? replayer = null;
        Exchanges exchanges = new();
        if (traces.All(trace => trace is not null))
        {
            RankTrace[] all = traces!;
            new CollectiveMatcher(all, groups, costs, options.RecordedCommunication, ofRanks).Match(exchanges);
            new MessageMatcher(all, costs, options.RecordedCommunication, ofRanks).Match(exchanges);
            replayer = new Replayer(all, exchanges, groups, options.Recorded);
            if (!replayer.Run())
            {
                new Deadlocks(replayer.Ranks, exchanges, groups).Tell(ofRanks);
            }
        }

        mistakes.AddRange(ofRanks.SelectMany(own => own.All));
        return Loaded.From(mistakes.Count == 0 ? Result(cluster, files, replayer!, exchanges) : null, mistakes);
    }

    private static TraceCosts? CostsOf(string path, Cluster cluster, ReplayOptions options, IOperatorCost model, List<Diagnostic> mistakes)
    {
        if (FormatCatalogue.Find(options.Format) is not { } format)
        {
            string[] names = [.. FormatCatalogue.All.Select(known => known.Name)];
            mistakes.Add(new Diagnostic(path, 0, "format", "there is no such format", options.Format, string.Join(", ", names),
                NearestName.Of(options.Format, names)));
            return null;
        }

        Hardware.Gpu? lacking = cluster.Groups.Select(group => group.Gpu).FirstOrDefault(gpu => gpu.Peak.OfMatrices(format.Rate) is null);
        if (lacking is not null)
        {
            mistakes.Add(new Diagnostic(path, 0, "format", $"{lacking.Name} does not compute in it", options.Format,
                string.Join(", ", lacking.Peak.Formats)));
        }

        return lacking is null ? new TraceCosts(cluster, model, format) : null;
    }

    private static RankTrace?[] Read(
        IReadOnlyList<string> files, GroupTable groups, Cluster cluster, ReplayOptions options, TraceCosts costs, Mistakes[] mistakes)
    {
        RankTrace?[] traces = new RankTrace?[files.Count];
        NetworkDimensions dimensions = new(cluster.Fabric, files.Count);
        ParallelOptions width = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, files.Count, width, () => new RankReader(files.Count, groups, dimensions, options), (rank, _, reader) =>
        {
            traces[rank] = reader.Read(files[rank], rank, costs.RatesOf(rank)!.Value, mistakes[rank]);
            return reader;
        }, _ => { });
        return traces;
    }

    private static ReplayResult Result(Cluster cluster, IReadOnlyList<string> files, Replayer replayer, Exchanges exchanges)
    {
        long step = replayer.Ranks.Max(state => state.End);
        return new ReplayResult
        {
            Cluster = cluster,
            StepTicks = step,
            Ranks = [.. replayer.Ranks.Select(state =>
                RankTime.Of(state.Trace.Rank, state.Trace.Count, state.End, state.Computing, state.Communicating, step))],
            Messages = [.. exchanges.Messages.Select((message, at) =>
                new ReplayedMessage(message.From, message.To, message.Bytes, replayer.Sent[at].Start, replayer.Sent[at].End))],
            Collectives = exchanges.Collectives.Count,
            Spans = replayer.Ranks.Where(state => state.Spans is not null)
                .ToDictionary(state => state.Trace.Rank, state => (IReadOnlyList<ReplaySpan>)state.Spans!),
            Files = files,
        };
    }
}
