using System.Globalization;
using System.Text.Json;
using Orrery.Configuration;

namespace Orrery.Training.Traces;

/// <summary>
/// The process groups of traces: who takes part in a collective. They come from a file of groups beside the traces as ASTRA-sim reads it,
/// <c>{"1": [0, 1], "2": [2, 3]}</c>, or from the metadata nodes that PyTorch writes. Safe for several threads.
/// </summary>
/// <param name="ranks">Ranks of the job.</param>
internal sealed class GroupTable(int ranks)
{
    /// <summary>The group of all ranks.</summary>
    public const int World = 0;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _ids = new() { [""] = World, ["0"] = World };
    private readonly List<string> _names = [""];
    private readonly List<int[]?> _members = [[.. Enumerable.Range(0, ranks)]];

    /// <summary>Groups that were named so far.</summary>
    public int Count => _names.Count;

    /// <summary>The name of a group; empty for all ranks.</summary>
    public string NameOf(int group) => _names[group];

    /// <summary>Its ranks in rising order; null where nothing says which they are.</summary>
    public int[]? MembersOf(int group) => _members[group];

    /// <summary>The group of a name. An empty name and 0 stand for all ranks, as in ASTRA-sim.</summary>
    public int Of(string name)
    {
        lock (_lock)
        {
            if (!_ids.TryGetValue(name, out int id))
            {
                id = _names.Count;
                _ids.Add(name, id);
                _names.Add(name);
                _members.Add(null);
            }

            return id;
        }
    }

    /// <summary>Says which ranks a group has.</summary>
    public int Define(string name, IEnumerable<int> members)
    {
        int id = Of(name);
        int[] sorted = [.. members.Distinct().Order()];
        lock (_lock)
        {
            _members[id] = sorted.Length == 0 ? _members[World] : sorted;
        }

        return id;
    }

    /// <summary>Reads a file of groups.</summary>
    public void Read(string file, List<Diagnostic> mistakes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (JsonProperty group in document.RootElement.EnumerateObject())
            {
                int[] members = [.. group.Value.EnumerateArray().Select(rank => rank.GetInt32())];
                if (members.Any(rank => rank < 0 || rank >= ranks))
                {
                    mistakes.Add(new Diagnostic(file, 0, group.Name, "has a rank that there is not",
                        members.First(rank => rank < 0 || rank >= ranks).ToString(CultureInfo.InvariantCulture), $"0 to {ranks - 1}"));
                }
                else
                {
                    Define(group.Name, members);
                }
            }
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException)
        {
            mistakes.Add(new Diagnostic(file, 0, "", "is no list of groups", Allowed: "{\"1\": [0, 1], \"2\": [2, 3]}"));
        }
    }

    /// <summary>Takes groups from what a metadata node of PyTorch says, a list of objects with pg_name and ranks inside a text.</summary>
    public void ReadMetadata(string values)
    {
        int from = values.IndexOf("[{", StringComparison.Ordinal), to = values.LastIndexOf("}]", StringComparison.Ordinal);
        if (from < 0 || to < from || !values.Contains("pg_name", StringComparison.Ordinal))
        {
            return;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(values.AsMemory(from, to + 2 - from));
            foreach (JsonElement group in document.RootElement.EnumerateArray())
            {
                if (group.TryGetProperty("pg_name", out JsonElement name) && group.TryGetProperty("ranks", out JsonElement members))
                {
                    Define(name.ToString(), members.EnumerateArray().Select(rank => rank.GetInt32()).Where(rank => rank >= 0 && rank < ranks));
                }
            }
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException)
        {
            // Metadata is free text: what cannot be understood defines no group, and a collective that needs one is refused by name.
        }
    }
}
