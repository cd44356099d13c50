using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orrery.Reporting.Folders;

/// <summary>How a result came about: enough to get it again, and to know when it is not the same.</summary>
public sealed record RunRecord
{
    public required string Name { get; init; }

    public required string Kind { get; init; }

    /// <summary>The command line that made it.</summary>
    public required string Command { get; init; }

    /// <summary>Values that were given on the command line and go before the file's: "gpu.l2.size=64MiB".</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    public required DateTimeOffset Started { get; init; }

    public required int Seed { get; init; }

    public required int Threads { get; init; }

    public required double WallSeconds { get; init; }

    /// <summary>Hash of the result: equal inputs and versions give equal hashes, on any machine.</summary>
    public required string StateHash { get; init; }

    public string Version { get; init; } = BuildInfo.Current.Version;

    public string Commit { get; init; } = BuildInfo.Current.Commit;

    public string Host { get; init; } = Environment.MachineName;

    public string System { get; init; } = $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}".ToString(CultureInfo.InvariantCulture);

    public string Runtime { get; init; } = RuntimeInformation.FrameworkDescription;

    public int Cores { get; init; } = Environment.ProcessorCount;

    public string StartedText => Started.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    public string ToJson()
    {
        JsonObject json = new()
        {
            ["name"] = Name,
            ["experiment"] = Kind,
            ["version"] = Version,
            ["commit"] = Commit,
            ["command"] = Command,
            ["set"] = new JsonArray([.. Overrides.Select(value => (JsonNode)value)]),
            ["started"] = Started.ToString("O", CultureInfo.InvariantCulture),
            ["host"] = Host,
            ["os"] = System,
            ["runtime"] = Runtime,
            ["cores"] = Cores,
            ["seed"] = Seed,
            ["threads"] = Threads,
            ["wall_time_s"] = WallSeconds,
            ["state_hash"] = StateHash,
        };
        return json.ToJsonString(JsonStyle.Indented) + "\n";
    }
}

/// <summary>How all JSON of the tool looks.</summary>
public static class JsonStyle
{
    public static JsonSerializerOptions Indented { get; } = new()
    {
        WriteIndented = true,
        Encoder = global::System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
